/** The entry of a package made for the offline Electron: the shims, then the till. */
require('./shims.cjs');
require('./children.cjs');
require('../index.cjs');
