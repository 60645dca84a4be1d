/* Rows of an answer: what rows.py reads, read in C, from the bytes of the answer or from the dicts and lists of it.
 *
 * A Shape is made once of a row class. It sets the slots of new rows to the values that the class's own from_wire would
 * set them to. Anything that it does not expect makes it give up the whole answer (NotImplemented): Python then reads
 * the answer from its start, so that errors, warnings and what is left out are decided in one place.
 *
 * Of bytes, it reads only the plain JSON that venues send: text in ASCII without escapes, whole numbers, literals, and
 * the objects and arrays that are rows. Each other value is given to orjson, and what orjson made of it is read.
 *
 * Public API only, of CPython, datetime and decimal. docs/design/row-accelerator.md says why it is so.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <datetime.h>
#include <structmember.h>

#define FORM 2 /* of what a Shape is made of: compiled.py uses no module of another form */
#define CACHED 128 /* numbers that a Shape keeps: "0", "1", and the prices that come again and again */
#define DEEPEST 64 /* levels of what a row holds beside rows */
#define WIDEST 512 /* fields of a row that is read from bytes */
#define TOO_LATE 253402300800LL /* the year 10000, in seconds */

enum kind { TEXT, PROSE, DECIMAL, INTEGER, BOOLEAN, TIME, JSON, CALL, ROW, ROWS, KINDS };
enum empty { NONE, UNSET, LIST, DICT }; /* what stands in a slot without a value */
enum outcome { ODD, ABSENT, READ };
enum form { ONE, MANY, EITHER, ONLY, FORMS }; /* of a payload: a row, a list of rows, either, or a list of one row */

typedef struct Shape Shape;

typedef struct {
    PyObject *key;    /* text, or NULL for a position */
    PyObject *args;   /* of reader, whose first item is the value: the path and maybe the items */
    PyObject *reader; /* takes what is not plain; NULL where Python is to read the whole answer then */
    Shape *shape;     /* of nested rows */
    Py_ssize_t offset;
    long long per_second; /* of a TIME */
    enum kind kind;
    enum empty empty;
} Field;

/* The keys of the last row, and the field of each: -1 is a key that the class does not know. It never changes. */
typedef struct {
    Py_ssize_t refs, size;
    struct entry {
        PyObject *key;
        const char *text; /* of the key, where JSON has it as it is; else the length is that of no key */
        Py_ssize_t length, field;
    } entries[];
} Layout;

struct Shape {
    PyObject_HEAD
    PyTypeObject *cls;
    PyObject *number; /* the method that makes an exact Decimal of text */
    PyTypeObject *number_type;
    PyObject *index; /* key: number of the field */
    Layout *layout;
    Field *fields;
    struct cached {
        uint64_t text; /* of at most eight characters, filled up with zeros */
        PyObject *number;
    } *cache;
    Py_ssize_t size, raw, json;
    int positional;
};

/* The bytes of an answer, which end with a zero as all bytes objects do, and the place up to which they are read. */
typedef struct {
    const char *at, *end;
    PyObject *loads; /* orjson's */
    PyObject *args;  /* of the last call of a Shape's number */
    int exact;       /* whether a fraction outside of a text must keep its digits, which orjson does not do */
} Text;

static PyObject *read_row(Shape *self, PyObject *raw, PyObject **args);

/* Whether a character of a text in JSON stands for itself, and is ASCII. */
static inline int is_plain(char c) { return c >= ' ' && (unsigned char)c < 128 && c != '"' && c != '\\'; }

static void release_layout(Layout *layout) {
    if (layout == NULL || --layout->refs > 0)
        return;
    for (Py_ssize_t at = 0; at < layout->size; at++)
        Py_DECREF(layout->entries[at].key);
    PyMem_Free(layout);
}

/* Whether text has only the characters of a finite number. Decimal judges their order. */
static int is_numeric(PyObject *text) {
    if (!PyUnicode_IS_COMPACT_ASCII(text))
        return 0;
    const unsigned char *at = PyUnicode_1BYTE_DATA(text), *end = at + PyUnicode_GET_LENGTH(text);
    for (; at < end; at++)
        if (!((*at >= '0' && *at <= '9') || *at == '.' || *at == '-' || *at == 'e' || *at == 'E' || *at == '+'))
            return 0;
    return 1;
}

/* The value of a text of digits; -1 for any other. */
static long long digits_of(PyObject *text) {
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (!PyUnicode_IS_COMPACT_ASCII(text) || length == 0 || length > 19)
        return -1;
    const unsigned char *at = PyUnicode_1BYTE_DATA(text), *end = at + length;
    unsigned long long value = 0; /* which holds 19 digits */
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return -1;
        value = value * 10 + (*at - '0');
    }
    return value > LLONG_MAX ? -1 : (long long)value;
}

/* Call a function of one argument. ``args`` is the tuple of the call before, which serves again if nobody kept it. */
static PyObject *call_again(PyObject *function, PyObject *value, PyObject **args) {
    if (!PyCFunction_Check(function) || (PyCFunction_GET_FLAGS(function) & ~METH_STATIC) != METH_VARARGS)
        return PyObject_CallOneArg(function, value);
    if (*args == NULL || Py_REFCNT(*args) != 1) {
        Py_XDECREF(*args);
        if ((*args = PyTuple_New(1)) == NULL)
            return NULL;
    }
    PyTuple_SET_ITEM(*args, 0, Py_NewRef(value));
    PyObject *found = PyCFunction_GET_FUNCTION(function)(PyCFunction_GET_SELF(function), *args);
    if (Py_REFCNT(*args) == 1) {
        PyTuple_SET_ITEM(*args, 0, NULL);
        Py_DECREF(value);
    }
    return found;
}

static PyObject *decimal_of(Shape *self, PyObject *value, PyObject **args) {
    if (PyUnicode_CheckExact(value) ? !is_numeric(value)
                                    : !PyLong_CheckExact(value) && !Py_IS_TYPE(value, self->number_type))
        return NULL;
    return call_again(self->number, value, args);
}

/* The aware datetime of a positive count of units; NULL without an error for any other. */
static PyObject *moment_of(long long count, long long per_second) {
    long long second = count / per_second, rest = count % per_second;
    if (count <= 0 || second >= TOO_LATE)
        return NULL;
    int micro = (int)(per_second > 1000000 ? rest / (per_second / 1000000) : rest * (1000000 / per_second));
    int of_day = (int)(second % 86400);
    /* Days since 1970 to a date: eras of 400 years that begin in March. */
    long long days = second / 86400 + 719468, era = days / 146097;
    int day_of_era = (int)(days - era * 146097);
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153, day = day_of_year - (153 * month + 2) / 5 + 1;
    int year = year_of_era + (int)era * 400 + (month >= 10);
    month += month < 10 ? 3 : -9;
    return PyDateTimeAPI->DateTime_FromDateAndTime(year, month, day, of_day / 3600, of_day / 60 % 60, of_day % 60, micro,
                                                   PyDateTime_TimeZone_UTC, PyDateTimeAPI->DateTimeType);
}

static PyObject *rows_of(Shape *shape, PyObject *value, PyObject **args) {
    if (!PyList_CheckExact(value))
        return NULL;
    Py_ssize_t size = PyList_GET_SIZE(value);
    PyObject *rows = PyList_New(size);
    if (rows == NULL)
        return NULL;
    for (Py_ssize_t at = 0; at < size; at++) {
        PyObject *item = at < PyList_GET_SIZE(value) ? PyList_GET_ITEM(value, at) : NULL;
        PyObject *row = item == NULL ? NULL : read_row(shape, item, args);
        if (row == NULL) {
            Py_DECREF(rows);
            return NULL;
        }
        PyList_SET_ITEM(rows, at, row);
    }
    return rows;
}

static PyObject *call_reader(Field *field, PyObject *value) {
    PyObject *args[4] = {NULL, value, NULL, NULL};
    Py_ssize_t more = PyTuple_GET_SIZE(field->args);
    for (Py_ssize_t at = 0; at < more; at++)
        args[2 + at] = PyTuple_GET_ITEM(field->args, at);
    return PyObject_Vectorcall(field->reader, args + 1, (size_t)(1 + more) | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
}

/* Read what is no plain value of its kind as Python's own reader does. */
static enum outcome read_with_care(Field *field, PyObject *value, PyObject **read) {
    if (field->reader == NULL)
        return ODD;
    PyObject *found = call_reader(field, value);
    if (found == Py_None) {
        Py_DECREF(found);
        return ABSENT;
    }
    *read = found;
    return found == NULL ? ODD : READ;
}

static enum outcome read_value(Shape *self, Field *field, PyObject *value, PyObject **args, PyObject **read) {
    PyObject *found = NULL;
    long long count;
    if (value == Py_None)
        return ABSENT;
    if (PyUnicode_CheckExact(value) && PyUnicode_GET_LENGTH(value) == 0 && field->kind != PROSE && field->kind != JSON)
        return field->kind == CALL ? read_with_care(field, value, read) : ABSENT;
    switch (field->kind) {
    case TEXT:
    case PROSE:
        if (!PyUnicode_CheckExact(value))
            return read_with_care(field, value, read);
        /* fall through */
    case JSON:
        found = Py_NewRef(value);
        break;
    case DECIMAL:
        found = decimal_of(self, value, args);
        break;
    case INTEGER:
        if (PyLong_CheckExact(value)) {
            found = Py_NewRef(value);
            break;
        }
        count = PyUnicode_CheckExact(value) ? digits_of(value) : -1;
        if (count < 0)
            return read_with_care(field, value, read);
        found = PyLong_FromLongLong(count);
        break;
    case BOOLEAN:
        if (!PyBool_Check(value))
            return read_with_care(field, value, read);
        found = Py_NewRef(value);
        break;
    case TIME:
        if (PyUnicode_CheckExact(value)) {
            count = digits_of(value);
            if (count == 0 && PyUnicode_GET_LENGTH(value) == 1)
                return ABSENT;
        } else if (PyLong_CheckExact(value)) {
            int overflow;
            count = PyLong_AsLongLongAndOverflow(value, &overflow);
            if (overflow)
                return ODD;
            if (count == 0)
                return ABSENT;
        } else
            return ODD;
        found = moment_of(count, field->per_second);
        break;
    case ROW:
        found = read_row(field->shape, value, args);
        break;
    case ROWS:
        found = rows_of(field->shape, value, args);
        break;
    case CALL:
    case KINDS:
        return read_with_care(field, value, read);
    }
    *read = found;
    return found == NULL ? ODD : READ;
}

#define SLOT(row, at) (*(PyObject **)((char *)(row) + (at)))

static int set_field(Shape *self, PyObject *row, Field *field, PyObject *value, PyObject **args) {
    PyObject *read = NULL;
    switch (read_value(self, field, value, args, &read)) {
    case READ:
        SLOT(row, field->offset) = read;
        return 0;
    case ABSENT:
        return 0;
    default:
        return -1;
    }
}

static int read_by_position(Shape *self, PyObject *row, PyObject *raw, PyObject **args) {
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Field *field = &self->fields[at];
        if (at < PyList_GET_SIZE(raw) && set_field(self, row, field, PyList_GET_ITEM(raw, at), args) < 0)
            return -1;
    }
    return 0;
}

static Layout *new_layout(Py_ssize_t size) {
    Layout *layout = PyMem_Malloc(sizeof(Layout) + (size_t)size * sizeof(struct entry));
    if (layout != NULL) {
        layout->refs = 1;
        layout->size = 0;
    }
    return layout;
}

/* Add a key to a layout, which takes over the reference to it. */
static void add_entry(Layout *layout, PyObject *key, Py_ssize_t field) {
    struct entry *entry = &layout->entries[layout->size++];
    *entry = (struct entry){.key = key, .text = "", .length = PY_SSIZE_T_MAX, .field = field};
    if (!PyUnicode_CheckExact(key) || !PyUnicode_IS_COMPACT_ASCII(key))
        return;
    const char *text = (const char *)PyUnicode_1BYTE_DATA(key);
    Py_ssize_t length = 0;
    while (is_plain(text[length]))
        length++;
    if (length == PyUnicode_GET_LENGTH(key)) {
        entry->text = text;
        entry->length = length;
    }
}

static void keep_layout(Shape *self, Layout *layout) {
    Layout *former = self->layout;
    self->layout = layout;
    release_layout(former);
}

/* Remember the keys of a row. Without the memory for it the next row is read with the former ones. */
static void learn(Shape *self, PyObject *raw) {
    Layout *layout = new_layout(PyDict_GET_SIZE(raw));
    if (layout == NULL)
        return;
    Py_ssize_t at = 0, room = PyDict_GET_SIZE(raw);
    PyObject *key, *value;
    while (layout->size < room && PyDict_Next(raw, &at, &key, &value)) {
        PyObject *number = PyDict_GetItemWithError(self->index, key);
        PyErr_Clear();
        add_entry(layout, Py_NewRef(key), number == NULL ? -1 : PyLong_AsSsize_t(number));
    }
    keep_layout(self, layout);
}

/* Whether two keys are equal; mostly they are one object, of orjson's cache. */
static int is_same(PyObject *one, PyObject *other) {
    if (one == other)
        return 1;
    if (!PyUnicode_CheckExact(one) || !PyUnicode_CheckExact(other))
        return 0;
    return PyUnicode_GET_LENGTH(one) == PyUnicode_GET_LENGTH(other) && PyUnicode_KIND(one) == PyUnicode_KIND(other) &&
           memcmp(PyUnicode_DATA(one), PyUnicode_DATA(other), (size_t)PyUnicode_GET_LENGTH(one) * PyUnicode_KIND(one)) == 0;
}

static int read_by_key(Shape *self, PyObject *row, PyObject *raw, PyObject **args) {
    Layout *layout = self->layout;
    if (layout != NULL)
        layout->refs++; /* another thread may learn others while a reader of Python's runs */
    Py_ssize_t size = layout == NULL ? 0 : layout->size, at = 0, count = 0;
    PyObject *key, *value;
    int done = 0, other = 0;
    while (done == 0 && PyDict_Next(raw, &at, &key, &value)) {
        Py_ssize_t number;
        if (count < size && is_same(layout->entries[count].key, key))
            number = layout->entries[count].field;
        else {
            PyObject *found = PyDict_GetItemWithError(self->index, key);
            number = found == NULL ? -1 : PyLong_AsSsize_t(found);
            if (found == NULL && PyErr_Occurred())
                done = -1;
            other = 1;
        }
        count++;
        if (done == 0 && number >= 0)
            done = set_field(self, row, &self->fields[number], value, args);
    }
    release_layout(layout);
    if (done == 0 && other)
        learn(self, raw);
    return done;
}

static int fill(Shape *self, PyObject *row) {
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Field *field = &self->fields[at];
        PyObject **slot = &SLOT(row, field->offset);
        if (*slot != NULL || field->empty == UNSET)
            continue;
        *slot = field->empty == NONE ? Py_NewRef(Py_None) : field->empty == LIST ? PyList_New(0) : PyDict_New();
        if (*slot == NULL)
            return -1;
    }
    return 0;
}

static PyObject *read_row(Shape *self, PyObject *raw, PyObject **args) {
    if (self->positional ? !PyList_CheckExact(raw) : !PyDict_CheckExact(raw))
        return NULL;
    PyObject *row = self->cls->tp_alloc(self->cls, 0);
    if (row == NULL)
        return NULL;
    SLOT(row, self->raw) = Py_NewRef(raw);
    if ((self->positional ? read_by_position(self, row, raw, args) : read_by_key(self, row, raw, args)) < 0 || fill(self, row) < 0) {
        Py_DECREF(row);
        return NULL;
    }
    return row;
}

/* The result of a reading; NotImplemented where Python is to read the answer. */
static PyObject *result_of(PyObject *found) {
    if (found == NULL && PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_ValueError) && !PyErr_ExceptionMatches(PyExc_ArithmeticError) &&
            !PyErr_ExceptionMatches(PyExc_TypeError) && !PyErr_ExceptionMatches(PyExc_LookupError) &&
            !PyErr_ExceptionMatches(PyExc_AttributeError))
            return NULL;
        PyErr_Clear();
    }
    return found == NULL ? Py_NewRef(Py_NotImplemented) : found;
}

static PyObject *shape_row(Shape *self, PyObject *value) {
    PyObject *args = NULL, *found = read_row(self, value, &args);
    Py_XDECREF(args);
    return result_of(found);
}

static PyObject *shape_rows(Shape *self, PyObject *value) {
    PyObject *args = NULL, *found = rows_of(self, value, &args);
    Py_XDECREF(args);
    return result_of(found);
}

/* ---- the same from bytes: every loop stops at the zero behind them, which is no part of any JSON ---- */

#define IS_DIGIT(c) ((c) >= '0' && (c) <= '9')
#define IS_SIGN(c) ((c) == '-' || (c) == '+')
#define IS_NUMERIC(c) (IS_DIGIT(c) || IS_SIGN(c) || (c) == '.' || (c) == 'e' || (c) == 'E')

static char after_space(Text *text) {
    while (*text->at == ' ' || *text->at == '\n' || *text->at == '\r' || *text->at == '\t')
        text->at++;
    return *text->at;
}

/* Pass a character, and white space on both sides of it. */
static int passes(Text *text, char expected) {
    if (after_space(text) != expected)
        return 0;
    text->at++;
    after_space(text);
    return 1;
}

/* The quote at the end of a text in printable ASCII without escapes; NULL for any other. */
static const char *plain_end(const char *at) {
    while (is_plain(*at))
        at++;
    return *at == '"' ? at : NULL;
}

/* The end of a text, an object or an array whose inside orjson will judge; NULL for what has none, or is too deep. */
static const char *end_of(const char *at) {
    int depth = 0;
    do {
        if (*at == '"') {
            for (at++; *at != '"'; at++)
                if (*at == '\0' || (*at == '\\' && *++at == '\0'))
                    return NULL;
        } else if (*at == '{' || *at == '[') {
            if (++depth > DEEPEST)
                return NULL;
        } else if (*at == '}' || *at == ']')
            depth--;
        else if (*at == '\0')
            return NULL;
        at++;
    } while (depth > 0);
    return at;
}

/* The value of these bytes as orjson makes it. */
static PyObject *parsed(Text *text, const char *end) {
    if (end == NULL || (text->exact && *text->at != '"'))
        return NULL;
    PyObject *json = PyBytes_FromStringAndSize(text->at, end - text->at);
    PyObject *found = json == NULL ? NULL : PyObject_CallOneArg(text->loads, json);
    Py_XDECREF(json);
    text->at = end;
    return found;
}

static PyObject *text_of(const char *at, Py_ssize_t length) {
    if (length < 2)
        return PyUnicode_FromStringAndSize(at, length); /* which it has ready */
    PyObject *made = PyUnicode_New(length, 127);
    if (made != NULL)
        memcpy(PyUnicode_1BYTE_DATA(made), at, (size_t)length);
    return made;
}

static PyObject *number_at(Text *text) {
    const char *at = text->at + (*text->at == '-'), *first = at;
    long long value = 0;
    for (; IS_DIGIT(*at) && at - first < 18; at++)
        value = value * 10 + (*at - '0');
    if (at == first || IS_NUMERIC(*at) || (*first == '0' && (at - first > 1 || first > text->at))) {
        while (IS_NUMERIC(*at))
            at++;
        return parsed(text, at);
    }
    value = first > text->at ? -value : value;
    text->at = at;
    return PyLong_FromLongLong(value);
}

static PyObject *literal(Text *text, const char *word, PyObject *value) {
    size_t length = strlen(word);
    if (strncmp(text->at, word, length) != 0)
        return NULL;
    text->at += length;
    return Py_NewRef(value);
}

/* Any value: as orjson would make it of the whole answer. */
static PyObject *value_at(Text *text) {
    const char *start = text->at + 1, *end;
    switch (*text->at) {
    case '"':
        if ((end = plain_end(start)) == NULL)
            return parsed(text, end_of(text->at));
        text->at = end + 1;
        return text_of(start, end - start);
    case '{':
    case '[':
        return parsed(text, end_of(text->at));
    case 'n':
        return literal(text, "null", Py_None);
    case 't':
        return literal(text, "true", Py_True);
    case 'f':
        return literal(text, "false", Py_False);
    default:
        return number_at(text);
    }
}

static int skip_value(Text *text) {
    const char *end = *text->at == '"' ? plain_end(text->at + 1) : NULL;
    if (end != NULL) {
        text->at = end + 1;
        return 0;
    }
    PyObject *value = value_at(text);
    Py_XDECREF(value);
    return value == NULL ? -1 : 0;
}

/* The Decimal of characters of a number: those of a few characters are kept, since "0" comes in most rows. */
static PyObject *decimal_at(Shape *self, Text *text, const char *at, Py_ssize_t length) {
    struct cached *kept = NULL;
    uint64_t key = 0;
    if (length <= (Py_ssize_t)sizeof(key)) {
        memcpy(&key, at, (size_t)length);
        kept = &self->cache[(key * 0x9E3779B97F4A7C15ULL >> 32) % CACHED];
        if (kept->text == key && kept->number != NULL)
            return Py_NewRef(kept->number);
    }
    PyObject *digits = text_of(at, length);
    PyObject *found = digits == NULL ? NULL : call_again(self->number, digits, &text->args);
    Py_XDECREF(digits);
    if (found != NULL && kept != NULL) {
        Py_XSETREF(kept->number, Py_NewRef(found));
        kept->text = key;
    }
    return found;
}

static PyObject *row_at(Shape *self, Text *text);

static PyObject *rows_at(Shape *self, Text *text) {
    PyObject *rows = PyList_New(0);
    if (rows == NULL)
        return NULL;
    text->at++;
    if (after_space(text) == ']') {
        text->at++;
        return rows;
    }
    do {
        PyObject *row = row_at(self, text);
        int done = row == NULL ? -1 : PyList_Append(rows, row);
        Py_XDECREF(row);
        if (done < 0)
            goto odd;
    } while (passes(text, ','));
    if (*text->at++ == ']')
        return rows;
odd:
    Py_DECREF(rows);
    return NULL;
}

/* Read what is plain for its kind at once, and any other value as read_value does. */
static enum outcome read_at(Shape *self, Field *field, Text *text, PyObject **read) {
    const char *start = text->at + 1, *at = start;
    unsigned long long count = 0;
    PyObject *value = NULL;
    if (*text->at == '"' && field->kind == DECIMAL) {
        while (IS_NUMERIC(*at))
            at++;
        if (*at == '"' && at > start) {
            text->at = at + 1;
            *read = decimal_at(self, text, start, at - start);
            return *read == NULL ? ODD : READ;
        }
    } else if (*text->at == '"' && (field->kind == TIME || field->kind == INTEGER)) {
        for (; IS_DIGIT(*at) && at - start < 18; at++)
            count = count * 10 + (unsigned long long)(*at - '0');
        if (*at == '"' && count > 0) {
            text->at = at + 1;
            *read = field->kind == TIME ? moment_of((long long)count, field->per_second) : PyLong_FromUnsignedLongLong(count);
            return *read == NULL ? ODD : READ;
        }
    } else if ((*text->at == '[' && field->kind == ROWS) || ((*text->at == '{' || *text->at == '[') && field->kind == ROW)) {
        *read = field->kind == ROW ? row_at(field->shape, text) : rows_at(field->shape, text);
        return *read == NULL ? ODD : READ;
    }
    if ((value = value_at(text)) == NULL)
        return ODD;
    enum outcome outcome = read_value(self, field, value, &text->args, read);
    Py_DECREF(value);
    return outcome;
}

static int set_field_at(Shape *self, PyObject *row, Field *field, Text *text) {
    PyObject *read = NULL;
    enum outcome outcome = read_at(self, field, text, &read);
    if (outcome == READ)
        SLOT(row, field->offset) = read;
    return outcome == ODD ? -1 : 0;
}

static int columns_at(Shape *self, PyObject *row, Text *text) {
    Py_ssize_t count = 0;
    text->at++;
    if (after_space(text) != ']')
        do {
            if ((count < self->size ? set_field_at(self, row, &self->fields[count], text) : skip_value(text)) < 0)
                return -1;
            count++;
        } while (passes(text, ','));
    return *text->at++ == ']' ? 0 : -1;
}

/* Remember the keys of a row that was read: what learn does. */
static void learn_at(Shape *self, Text row, Py_ssize_t count) {
    Layout *layout = new_layout(count);
    while (layout != NULL && layout->size < count) {
        passes(&row, layout->size == 0 ? '{' : ',');
        const char *start = row.at + 1, *end = plain_end(start);
        PyObject *key = end == NULL ? NULL : text_of(start, end - start);
        PyObject *number = key == NULL ? NULL : PyDict_GetItemWithError(self->index, key);
        if (key == NULL || PyErr_Occurred()) {
            PyErr_Clear();
            Py_XDECREF(key);
            release_layout(layout);
            return;
        }
        add_entry(layout, key, number == NULL ? -1 : PyLong_AsSsize_t(number));
        row.at = end + 1;
        passes(&row, ':');
        end = *row.at == '"' || *row.at == '{' || *row.at == '[' ? end_of(row.at) : row.at + strcspn(row.at, ",}] \r\n\t");
        if (end == NULL) {
            release_layout(layout);
            return;
        }
        row.at = end;
    }
    if (layout != NULL)
        keep_layout(self, layout);
}

/* The number of the field of the key at a text, which is passed: -1 for a key without one, -2 for an odd one. */
static Py_ssize_t key_at(Shape *self, Text *text, Layout *layout, Py_ssize_t *expected, Py_ssize_t *others) {
    const char *start = text->at + 1;
    Py_ssize_t size = layout == NULL ? 0 : layout->size, number = -1;
    if (*text->at != '"')
        return -2;
    if (*expected < size) {
        struct entry *entry = &layout->entries[*expected];
        if (entry->length < text->end - start && start[entry->length] == '"' &&
            memcmp(start, entry->text, (size_t)entry->length) == 0) {
            text->at = start + entry->length + 1;
            ++*expected;
            return entry->field;
        }
    }
    const char *end = plain_end(start);
    PyObject *key = end == NULL ? NULL : text_of(start, end - start);
    if (key == NULL)
        return -2;
    PyObject *found = PyDict_GetItemWithError(self->index, key);
    if (found != NULL)
        number = PyLong_AsSsize_t(found);
    else if (PyErr_Occurred())
        number = -2;
    Py_DECREF(key);
    ++*others;
    text->at = end + 1;
    for (Py_ssize_t at = *expected; number >= 0 && at < size; at++)
        if (layout->entries[at].field == number) {
            *expected = at + 1; /* keys were left out here */
            break;
        }
    return number;
}

static int keys_at(Shape *self, PyObject *row, Text *text) {
    Text start = *text;
    Layout *layout = self->layout;
    uint64_t seen[WIDEST / 64] = {0};
    Py_ssize_t expected = 0, count = 0, others = 0;
    int done = 0;
    if (layout != NULL)
        layout->refs++; /* another thread may learn others while a reader of Python's runs */
    text->at++;
    if (after_space(text) != '}')
        do {
            Py_ssize_t number = key_at(self, text, layout, &expected, &others);
            if (number < -1 || !passes(text, ':'))
                done = -1;
            else if (number < 0)
                done = skip_value(text);
            else if (seen[number / 64] >> number % 64 & 1)
                done = -1; /* the later of two values counts */
            else {
                seen[number / 64] |= (uint64_t)1 << number % 64;
                done = set_field_at(self, row, &self->fields[number], text);
            }
            count++;
        } while (done == 0 && passes(text, ','));
    if (done == 0 && *text->at++ != '}')
        done = -1;
    release_layout(layout);
    if (done == 0 && others > count / 2)
        learn_at(self, start, count);
    return done;
}

static PyObject *row_at(Shape *self, Text *text) {
    const char *start = text->at;
    if (*start != (self->positional ? '[' : '{') || self->size > WIDEST)
        return NULL;
    if (self->cache == NULL && (self->cache = PyMem_Calloc(CACHED, sizeof(struct cached))) == NULL)
        return PyErr_NoMemory();
    PyObject *row = self->cls->tp_alloc(self->cls, 0);
    if (row == NULL)
        return NULL;
    if ((self->positional ? columns_at(self, row, text) : keys_at(self, row, text)) < 0 || fill(self, row) < 0 ||
        (SLOT(row, self->json) = PyBytes_FromStringAndSize(start, text->at - start)) == NULL) {
        Py_DECREF(row);
        return NULL;
    }
    return row;
}

static PyObject *payload_at(Shape *self, Text *text, int form) {
    if (form == ONE || (form == EITHER && *text->at == '{')) {
        PyObject *row = row_at(self, text), *rows = row == NULL || form == ONE ? NULL : PyList_New(1);
        if (rows == NULL)
            return row;
        PyList_SET_ITEM(rows, 0, row);
        return rows;
    }
    PyObject *rows = *text->at == '[' ? rows_at(self, text) : NULL;
    if (rows == NULL || form != ONLY)
        return rows;
    PyObject *row = PyList_GET_SIZE(rows) == 1 ? Py_NewRef(PyList_GET_ITEM(rows, 0)) : NULL;
    Py_DECREF(rows);
    return row;
}

/* The payload of an answer and, in a new dict, what stands beside it. */
static PyObject *answer_at(Shape *self, Text *text, PyObject *key, int form, PyObject *beside) {
    PyObject *data = NULL;
    if (key == NULL)
        data = payload_at(self, text, form);
    else if (passes(text, '{'))
        do {
            const char *start = text->at + 1, *end = *text->at == '"' ? plain_end(start) : NULL;
            PyObject *name = end == NULL ? NULL : text_of(start, end - start), *value = NULL;
            if (name != NULL) {
                text->at = end + 1;
                int is_payload = is_same(name, key);
                if (passes(text, ':') && !(is_payload ? data != NULL : PyDict_Contains(beside, name) != 0))
                    value = is_payload ? payload_at(self, text, form) : value_at(text);
                if (value != NULL && is_payload)
                    data = Py_NewRef(value);
                else if (value != NULL && PyDict_SetItem(beside, name, value) < 0)
                    Py_CLEAR(value);
                Py_DECREF(name);
            }
            if (value == NULL) {
                Py_XDECREF(data);
                return NULL;
            }
            Py_DECREF(value);
        } while (passes(text, ','));
    if (data != NULL && ((key != NULL && *text->at++ != '}') || after_space(text) != '\0' || text->at != text->end))
        Py_CLEAR(data);
    return data;
}

static PyObject *shape_answer(Shape *self, PyObject *const *args, Py_ssize_t count) {
    if (count != 5 || !PyBytes_CheckExact(args[0]) || (args[1] != Py_None && !PyUnicode_CheckExact(args[1]))) {
        PyErr_SetString(PyExc_TypeError, "answer takes bytes, a key or None, a form, a function and a flag");
        return NULL;
    }
    long form = PyLong_AsLong(args[2]);
    int exact = PyObject_IsTrue(args[4]);
    if (PyErr_Occurred())
        return NULL;
    const char *start = PyBytes_AS_STRING(args[0]);
    Text text = {start, start + PyBytes_GET_SIZE(args[0]), args[3], NULL, exact};
    PyObject *beside = PyDict_New();
    if (beside == NULL)
        return NULL;
    after_space(&text);
    PyObject *data = answer_at(self, &text, args[1] == Py_None ? NULL : args[1], (int)form, beside);
    PyObject *found = data == NULL ? NULL : PyTuple_Pack(2, data, beside);
    Py_XDECREF(data);
    Py_DECREF(beside);
    Py_XDECREF(text.args);
    return result_of(found);
}

/* The place in a row of what a member descriptor of its class stands for; -1 for anything else. */
static Py_ssize_t offset_of(PyTypeObject *cls, PyObject *member) {
    if (Py_IS_TYPE(member, &PyMemberDescr_Type) && PyType_IsSubtype(cls, PyDescr_TYPE(member))) {
        PyMemberDef *described = ((PyMemberDescrObject *)member)->d_member;
        if (described->type == T_OBJECT_EX && described->flags == 0)
            return described->offset;
    }
    PyErr_SetString(PyExc_TypeError, "not a slot of the class");
    return -1;
}

static int add_field(Shape *self, PyObject *described, Py_ssize_t number) {
    Field *field = &self->fields[number];
    PyObject *key, *member, *reader, *args, *shape;
    int kind, empty;
    if (!PyArg_ParseTuple(described, "OOiiOO!OL", &key, &member, &kind, &empty, &reader, &PyTuple_Type, &args, &shape,
                          &field->per_second))
        return -1;
    int nests = kind == ROW || kind == ROWS;
    if (kind < 0 || kind >= KINDS || empty < NONE || empty > DICT || PyTuple_GET_SIZE(args) > 2 ||
        nests != Py_IS_TYPE(shape, Py_TYPE(self)) || (kind == TIME && field->per_second <= 0) ||
        (kind == CALL && reader == Py_None)) {
        PyErr_SetString(PyExc_ValueError, "not a description of a field");
        return -1;
    }
    if ((field->offset = offset_of(self->cls, member)) < 0)
        return -1;
    field->kind = (enum kind)kind;
    field->empty = (enum empty)empty;
    field->key = Py_NewRef(key);
    field->args = Py_NewRef(args);
    field->reader = reader == Py_None ? NULL : Py_NewRef(reader);
    field->shape = nests ? (Shape *)Py_NewRef(shape) : NULL;
    self->size = number + 1;
    PyObject *place = PyLong_FromSsize_t(number);
    int done = place == NULL ? -1 : PyDict_SetItem(self->index, key, place);
    Py_XDECREF(place);
    return done;
}

static PyObject *shape_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyTypeObject *cls, *number_type;
    PyObject *raw, *json, *fields, *number;
    int positional;
    if (!PyArg_ParseTuple(args, "O!OOpO!OO!", &PyType_Type, &cls, &raw, &json, &positional, &PyTuple_Type, &fields, &number,
                          &PyType_Type, &number_type))
        return NULL;
    Shape *self = (Shape *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->cls = (PyTypeObject *)Py_NewRef(cls);
    self->number = Py_NewRef(number);
    self->number_type = (PyTypeObject *)Py_NewRef(number_type);
    self->positional = positional;
    self->index = PyDict_New();
    self->fields = PyMem_Calloc((size_t)PyTuple_GET_SIZE(fields) + 1, sizeof(Field));
    if (self->fields == NULL)
        PyErr_NoMemory();
    if (self->index == NULL || self->fields == NULL || (self->raw = offset_of(cls, raw)) < 0 ||
        (self->json = offset_of(cls, json)) < 0)
        goto failed;
    for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(fields); at++)
        if (add_field(self, PyTuple_GET_ITEM(fields, at), at) < 0)
            goto failed;
    return (PyObject *)self;
failed:
    Py_DECREF(self);
    return NULL;
}

static int shape_traverse(Shape *self, visitproc visit, void *arg) {
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->cls);
    Py_VISIT(self->number);
    Py_VISIT(self->number_type);
    Py_VISIT(self->index);
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Py_VISIT(self->fields[at].args);
        Py_VISIT(self->fields[at].reader);
        Py_VISIT(self->fields[at].shape);
    }
    return 0;
}

static int shape_clear(Shape *self) {
    Py_CLEAR(self->index);
    for (Py_ssize_t at = 0; at < self->size; at++) {
        Py_CLEAR(self->fields[at].key);
        Py_CLEAR(self->fields[at].args);
        Py_CLEAR(self->fields[at].reader);
        Py_CLEAR(self->fields[at].shape);
    }
    self->size = 0;
    return 0;
}

static void shape_dealloc(Shape *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    shape_clear(self);
    Py_CLEAR(self->cls);
    Py_CLEAR(self->number);
    Py_CLEAR(self->number_type);
    release_layout(self->layout);
    for (int at = 0; self->cache != NULL && at < CACHED; at++)
        Py_XDECREF(self->cache[at].number);
    PyMem_Free(self->cache);
    PyMem_Free(self->fields);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef shape_methods[] = {
    {"row", (PyCFunction)shape_row, METH_O, "Return a JSON object or array as a row, or NotImplemented."},
    {"rows", (PyCFunction)shape_rows, METH_O, "Return a JSON array as a list of rows, or NotImplemented."},
    {"answer", (PyCFunction)(void (*)(void))shape_answer, METH_FASTCALL,
     "Return the payload and the other fields of an answer's bytes, or NotImplemented.\n\n"
     "It takes the bytes, the key of the payload or None, its form, orjson's loads, and whether numbers are exact."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot shape_slots[] = {
    {Py_tp_new, shape_new},
    {Py_tp_methods, shape_methods},
    {Py_tp_traverse, shape_traverse},
    {Py_tp_clear, shape_clear},
    {Py_tp_dealloc, shape_dealloc},
    {Py_tp_doc, "The rows of one class, read from JSON."},
    {0, NULL},
};

static PyType_Spec shape_spec = {
    .name = "venues._rows.Shape",
    .basicsize = sizeof(Shape),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = shape_slots,
};

static int module_exec(PyObject *module) {
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL)
        return -1;
    PyObject *type = PyType_FromSpec(&shape_spec);
    int done = type == NULL ? -1 : PyModule_AddObjectRef(module, "Shape", type);
    if (done == 0)
        done = PyModule_AddIntConstant(module, "FORM", FORM);
    Py_XDECREF(type);
    static const char *const names[] = {"TEXT", "PROSE", "DECIMAL", "INTEGER", "BOOLEAN", "TIME", "JSON", "CALL", "ROW", "ROWS"};
    for (int kind = 0; done == 0 && kind < KINDS; kind++)
        done = PyModule_AddIntConstant(module, names[kind], kind);
    static const char *const forms[] = {"ONE", "MANY", "EITHER", "ONLY"};
    for (int form = 0; done == 0 && form < FORMS; form++)
        done = PyModule_AddIntConstant(module, forms[form], form);
    static const char *const empties[] = {"NONE", "UNSET", "LIST", "DICT"};
    for (int empty = 0; done == 0 && empty <= DICT; empty++)
        done = PyModule_AddIntConstant(module, empties[empty], empty);
    return done;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_rows",
    .m_doc = "Rows of an answer, read in C; what is odd is left to Python.",
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__rows(void) { return PyModuleDef_Init(&module); }
