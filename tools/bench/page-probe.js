/**
 * Runs in the page, from before its own scripts on: says when something was painted, in milliseconds since 1970 with
 * their fractions, so that a process outside can compare.
 */
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const nextFrame = () => new Promise(requestAnimationFrame);

  /** When the next frame has been painted: a message sent while a frame is made is delivered after it. */
  const painted = async () => {
    await nextFrame();
    const channel = new MessageChannel();
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
    channel.port1.close();
    return now();
  };

  /** When what `selector` finds could take the focus and was painted with it. */
  const usable = async (selector) => {
    for (;;) {
      const element = document.querySelector(selector);
      element?.focus();
      if (element && document.activeElement === element) return painted();
      await nextFrame();
    }
  };

  /** When what `selector` finds has come into the page and was painted. */
  const appeared = async (selector) => {
    if (!document.querySelector(selector)) {
      await new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (!document.querySelector(selector)) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document, { childList: true, subtree: true, attributes: true });
      });
    }
    return painted();
  };

  let enterAt = Number.NaN;
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter') enterAt = performance.timeOrigin + event.timeStamp;
    },
    true,
  );

  window.rollcallProbe = {
    /** An operator's tile: of the till, or of the bare window. */
    tileUsable: () => usable('[data-testid^="operator-1"]'),
    /** Milliseconds from the next Enter to the painted line of the item; ask before the scan. */
    scan: async (sku) => {
      enterAt = Number.NaN;
      const at = await appeared(`[data-testid="basket-line"][data-sku="${sku}"]`);
      return at - enterAt;
    },
    /** Milliseconds of the least a page must do for it: ask main, append an element, paint. */
    roundTrip: async () => {
      const begun = now();
      await window.till.invoke('startup.view', {});
      const line = document.createElement('div');
      line.textContent = 'line';
      document.body.append(line);
      const at = await painted();
      line.remove();
      return at - begun;
    },
  };
})();
