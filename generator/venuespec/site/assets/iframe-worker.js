// What the search of Material for MkDocs needs of a browser, and how it reads what people type.

// Browsers start no worker for a page that is a file: a frame takes its place.
class FrameWorker extends EventTarget {
  constructor(url) {
    super();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    (document.body ?? document.documentElement).append(frame);
    const inside = frame.contentWindow;
    const base = new URL(url, location.href);
    const load = (address) => new Promise((done, failed) => {
      const script = inside.document.createElement("script");
      script.src = new URL(address, base);
      script.onload = done;
      script.onerror = () => failed(new Error(`${address} cannot be loaded`));
      inside.document.body.append(script);
    });
    inside.importScripts = (...addresses) => addresses.reduce((before, address) => before.then(() => load(address)), Promise.resolve());
    inside.__index = window.__index;
    inside.postMessage = (data) => setTimeout(() => {
      const event = new MessageEvent("message", {data});
      this.dispatchEvent(event);
      this.onmessage?.(event);
    });
    this.inside = inside;
    this.ready = load(base.href);
  }
  postMessage(data) {
    this.ready.then(() => {
      const event = new this.inside.MessageEvent("message", {data});
      this.inside.dispatchEvent(event);
      this.inside.onmessage?.(event);
    });
  }
  terminate() {}
}

// The word itself counts more than words that begin with it, a hyphen is a part of it, and a plural finds the singular.
const QUERY = 2;
const asked = (text) => /["~^:*+]|(^|\s)-/.test(text) ? text : text.split(/\s+/).filter(Boolean).flatMap((word) => {
  const one = word.replaceAll("-", "\\\\\\-");
  return [`${one}^20`, one, ...(/^[a-z]{3,}s$/i.test(word) ? [one.slice(0, -1)] : [])];
}).join(" ");

const Started = location.protocol === "file:" ? FrameWorker : window.Worker;
window.Worker = class extends Started {
  postMessage(message, ...rest) {
    super.postMessage(message?.type === QUERY ? {...message, data: asked(message.data)} : message, ...rest);
  }
};
