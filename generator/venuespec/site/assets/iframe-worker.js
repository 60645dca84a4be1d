// Browsers start no worker from a file: a frame takes its place.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body ? document.body.append(frame) : document.documentElement.append(frame);
      const inside = frame.contentWindow;
      const load = (address) => new Promise((done, failed) => {
        const script = inside.document.createElement("script");
        script.src = new URL(address, new URL(url, location.href));
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
      this.ready = load(new URL(url, location.href).href);
    }
    postMessage(data) {
      this.ready.then(() => {
        const event = new this.inside.MessageEvent("message", {data});
        this.inside.dispatchEvent(event);
        this.inside.onmessage?.(event);
      });
    }
    terminate() {}
  };
}
