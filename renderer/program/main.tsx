/** Starts the page. */
import { createRoot } from 'react-dom/client';
import '../theme/fonts.css';
import '../theme/tokens.css';
import '../theme/base.css';
import '../theme/controls.css';
import { listenToKeys } from '../page/keys.ts';
import { keepFocusWhenPressed } from '../page/layers.ts';
import { dismissNotice, tellUnusedScan } from '../page/notices.ts';
import { listenToScanner } from '../page/scans.ts';
import { connect } from '../page/use-till.ts';
import { showKeys } from '../parts/keys-sheet.tsx';
import { App } from './app.tsx';

// `document.open` leaves an empty page at the right address, which nobody else would notice.
const page = document.documentElement;
new MutationObserver(() => {
  if (!page.isConnected) location.reload();
}).observe(document, { childList: true });

const root = document.getElementById('root');
if (!root) throw new Error('Bug: index.html has no #root');
listenToScanner(tellUnusedScan);
listenToKeys({ keys: showKeys, noticed: dismissNotice });
keepFocusWhenPressed();
void connect();
createRoot(root).render(<App />);
