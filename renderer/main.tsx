/** Starts the page. */
import { createRoot } from 'react-dom/client';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/controls.css';
import { App } from './app.tsx';
import { listenToScanner } from './keys.ts';
import { connect } from './use-till.ts';

const root = document.getElementById('root');
if (!root) throw new Error('Bug: index.html has no #root');
listenToScanner();
void connect();
createRoot(root).render(<App />);
