/** Starts the page. */
import { createRoot } from 'react-dom/client';
import '../theme/fonts.css';
import '../theme/tokens.css';
import '../theme/base.css';
import '../theme/controls.css';
import { listenToScanner } from '../page/keys.ts';
import { connect, tellUnusedScan } from '../page/use-till.ts';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('Bug: index.html has no #root');
listenToScanner(tellUnusedScan);
void connect();
createRoot(root).render(<App />);
