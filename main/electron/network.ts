/**
 * Chromium has no business on the network: the page comes from the disk, the till itself speaks through Node. A policy of
 * content does not cover every way out (WebRTC, names asked for in advance, a dictionary), so the ways are closed.
 */
import { app, session, type WebContents } from 'electron';

/** A proxy whose name is nobody's (RFC 2606) and is asked of nobody: whatever would leave ends before the first packet. */
const nowhere = 'nowhere.invalid:1';

/** Must be called before the app is ready. */
export function closeNetwork(): void {
  const { commandLine } = app;
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('proxy-server', nowhere);
  // This machine's own addresses would go past a proxy.
  commandLine.appendSwitch('proxy-bypass-list', '<-loopback>');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('dns-prefetch-disable');
  app.on('web-contents-created', (_event, contents) => closePeers(contents));
  // It would fetch a dictionary from its maker.
  void app.whenReady().then(() => session.defaultSession.setSpellCheckerEnabled(false));
}

/** WebRTC sends from sockets of its own; by this policy only through the proxy, which is none. */
function closePeers(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
