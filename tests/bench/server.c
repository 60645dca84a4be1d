/* A loopback server that answers every call with the same bytes: server ANSWER_FILE; prints its port. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 256
#define REQUEST 65536

static struct pollfd polled[CONNECTIONS];
static char *held[CONNECTIONS];
static size_t filled[CONNECTIONS];

/* The length of the first whole request in text, 0 while some of it is missing. */
static size_t whole(const char *text, size_t length) {
    const char *end = memmem(text, length, "\r\n\r\n", 4);
    if (!end) return 0;
    size_t size = end + 4 - text;
    for (const char *line = text; line < end; line = (const char *)memchr(line, '\n', end + 4 - line) + 1)
        if (!strncasecmp(line, "content-length:", 15)) size += strtoul(line + 15, NULL, 10);
    return size <= length ? size : 0;
}

int main(int count, char **arguments) {
    FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 2;
    static char answer[4 << 20];
    size_t size = fread(answer, 1, sizeof answer, file);
    int one = 1, used = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listening, (struct sockaddr *)&address, length) || listen(listening, 64)) return 1;
    getsockname(listening, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    polled[0] = (struct pollfd){.fd = listening, .events = POLLIN};
    while (poll(polled, used, -1) > 0) {
        if (polled[0].revents && used < CONNECTIONS) {
            int peer = accept(listening, NULL, NULL);
            setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
            polled[used] = (struct pollfd){.fd = peer, .events = POLLIN};
            if (!held[used]) held[used] = malloc(REQUEST);
            filled[used++] = 0;
        }
        for (int each = 1; each < used; each++) {
            if (!polled[each].revents) continue;
            ssize_t came = read(polled[each].fd, held[each] + filled[each], REQUEST - filled[each]);
            if (came <= 0) {
                close(polled[each].fd);
                polled[each] = polled[--used];
                char *spare = held[each];
                held[each] = held[used], held[used] = spare, filled[each] = filled[used];
                each--;
                continue;
            }
            filled[each] += came;
            size_t request;
            while ((request = whole(held[each], filled[each]))) {
                memmove(held[each], held[each] + request, filled[each] -= request);
                for (size_t sent = 0; sent < size;) {
                    ssize_t went = write(polled[each].fd, answer + sent, size - sent);
                    if (went <= 0) break;
                    sent += went;
                }
            }
        }
    }
    return 1;
}
