'use strict';
/**
 * Loads a script with what V8 made of it the last time, since compiling the program takes longer than running it. Node has
 * that itself from 22.8 on (module.enableCompileCache), for what the first run of all has called; this works from 20 on.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname, isAbsolute, join } = require('node:path');
const vm = require('node:vm');

const DIGEST = 32;
/** Written to by nobody but their owner: compiled code is believed as it is. */
const OTHERS_WRITE = 0o022;

/**
 * @param file path of a CommonJS script
 * @param purpose what it is run for; each has compiled code of its own, as V8 compiles what is called
 * @returns what the script exports, and how to keep what has been compiled by now; that never throws
 */
exports.load = (file, purpose) => {
  const bytes = fs.readFileSync(file);
  const print = digest(bytes).toString('hex').slice(0, 16);
  const folder = cacheFolder();
  const path = folder && join(folder, `${print}-${process.version}-${process.arch}-${purpose}`);
  const known = path && read(path);
  // The bundler writes ASCII.
  const source = wrap(bytes.latin1Slice());
  const script = new vm.Script(source, { filename: file, ...(known ? { cachedData: known } : {}) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    keep() {
      if (path && (!known || script.cachedDataRejected))
        write(folder, path, print, script.createCachedData());
    },
  };
};

/** The user's own, not the temporary folder: others can write to that. Null if nothing says where it is. */
function cacheFolder() {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const above = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && join(HOME, '.cache')].find(
    (path) => path && isAbsolute(path),
  );
  return above ? join(above, 'exchange-tls', 'compiled') : null;
}

/** Null for what is not there, not whole, or not ours: with `sudo` the folder may be that of somebody else. */
function read(path) {
  let file;
  try {
    file = fs.openSync(path, 'r');
    const { uid, mode } = fs.fstatSync(file);
    if (process.geteuid && (uid !== process.geteuid() || mode & OTHERS_WRITE)) return null;
    const bytes = fs.readFileSync(file);
    const data = bytes.subarray(DIGEST);
    return digest(data).equals(bytes.subarray(0, DIGEST)) ? data : null;
  } catch {
    return null;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}

/** Where that is not possible, the next run compiles once more. */
function write(folder, path, print, data) {
  const unfinished = `${path}.${process.pid}`;
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of fs.readdirSync(folder)) {
      if (!name.startsWith(print)) fs.rmSync(join(folder, name), { force: true });
    }
    fs.writeFileSync(unfinished, Buffer.concat([digest(data), data]), { mode: 0o600, flag: 'wx' });
    fs.renameSync(unfinished, path);
  } catch {
    takeAway(unfinished);
  }
}

function takeAway(path) {
  try {
    fs.rmSync(path, { force: true });
  } catch {
    // Neither is it there.
  }
}

function digest(data) {
  return createHash('sha256').update(data).digest();
}
