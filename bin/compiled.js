'use strict';
/**
 * Loads a script with what V8 made of it the last time, since compiling the program takes longer than running it. Node has
 * that itself from 22.8 on (module.enableCompileCache), for what the first run of all has called; this works from 20 on, and
 * is switched off as that is, with NODE_DISABLE_COMPILE_CACHE.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname, isAbsolute, join } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const vm = require('node:vm');

const DIGEST = 32;
/** Written to by nobody but their owner: compiled code is believed as it is. */
const OTHERS_WRITE = 0o022;
/** Enough for two versions of the program with two of Node, side by side; about 0.8 MB each. */
const FILES = 12;
/** What `load` calls them, also while they are written. */
const NAME = /^[\da-f]{16}-v\d[\w.+-]*$/;

/**
 * @param file path of a CommonJS script
 * @param purpose what it is run for; each has compiled code of its own, as V8 compiles what is called
 * @returns what the script exports, and how to keep what has been compiled by now; that never throws
 */
exports.load = (file, purpose) => {
  const bytes = fs.readFileSync(file);
  const folder = cacheFolder();
  const path = folder && join(folder, nameOf(bytes, purpose));
  const known = path && read(folder, path);
  const script = new vm.Script(wrap(bytes.toString()), {
    filename: file,
    ...(known ? { cachedData: known } : {}),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return {
    exports: module.exports,
    keep() {
      if (path && (!known || script.cachedDataRejected)) write(folder, path, script);
    },
  };
};

/** V8 looks at no more of a script than its length. What it refuses for its flags and the processor is in its tag. */
function nameOf(bytes, purpose) {
  const print = digest(bytes).toString('hex').slice(0, 16);
  return [print, process.version, process.arch, cachedDataVersionTag().toString(16), purpose].join('-');
}

/** The user's own, not the temporary folder: others can write to that. Null if nothing says where it is. */
function cacheFolder() {
  const { HOME, LOCALAPPDATA, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return null;
  const above = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && join(HOME, '.cache')].find(
    (path) => path && isAbsolute(path),
  );
  return above ? join(above, 'exchange-tls', 'compiled') : null;
}

/** Null for what is not there, not whole, or not ours alone. */
function read(folder, path) {
  try {
    if (!isPrivate(fs.lstatSync(folder)) || !isPrivate(fs.lstatSync(path))) return null;
    const bytes = fs.readFileSync(path);
    const data = bytes.subarray(DIGEST);
    return digest(data).equals(bytes.subarray(0, DIGEST)) ? data : null;
  } catch {
    return null;
  }
}

/** Where that is not possible, the next run compiles once more. */
function write(folder, path, script) {
  const unfinished = `${path}.${process.pid}`;
  try {
    if (!provide(folder)) return;
    const data = script.createCachedData();
    fs.writeFileSync(unfinished, Buffer.concat([digest(data), data]), { mode: 0o600, flag: 'wx' });
    fs.renameSync(unfinished, path);
    prune(folder, path);
  } catch {
    takeAway(unfinished);
  }
}

/** Makes the folder, but never in that of somebody else: with `sudo` its owner could not use it afterwards. */
function provide(folder) {
  let above = folder;
  while (!fs.existsSync(above) && dirname(above) !== above) above = dirname(above);
  if (above !== folder) {
    if (!isOwn(fs.statSync(above))) return false;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  return isPrivate(fs.lstatSync(folder));
}

/** Takes away the oldest: those of former versions, and what a run that was killed has left. */
function prune(folder, written) {
  const others = fs
    .readdirSync(folder)
    .filter((name) => NAME.test(name))
    .map((name) => join(folder, name))
    .filter((path) => path !== written)
    .map((path) => ({ path, at: fs.lstatSync(path).mtimeMs }))
    .toSorted((one, other) => other.at - one.at);
  for (const { path } of others.slice(FILES - 1)) takeAway(path);
}

function takeAway(path) {
  try {
    fs.rmSync(path, { force: true });
  } catch {
    // Neither is it there.
  }
}

/** A link is not: whoever made it chose where it leads. */
function isPrivate(found) {
  if (found.isSymbolicLink() || !isOwn(found)) return false;
  // Windows has no such modes; what is below the user's own folder is theirs.
  return process.geteuid === undefined || (found.mode & OTHERS_WRITE) === 0;
}

function isOwn({ uid }) {
  return process.geteuid === undefined || uid === process.geteuid();
}

function digest(data) {
  return createHash('sha256').update(data).digest();
}
