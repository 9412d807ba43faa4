/** The entry of every utility process and worker: the shims, then the file that was asked for. */
require('./shims.cjs');

const entry = process.env.ROLLCALL_ENTRY;
process.argv[1] = entry;
require(entry);
