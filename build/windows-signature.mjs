/**
 * Takes the Authenticode signature out of a Windows executable: what is injected later breaks it, and a program with a
 * broken signature is worse off than one without. Microsoft, "PE Format", Optional Header Data Directories and Attribute
 * Certificate Table.
 *
 * @param file the whole executable, PE32+; not changed
 * @returns the executable without its signature
 */
export function withoutSignature(file) {
  const header = file.readUInt32LE(0x3c);
  const optional = header + 24;
  if (file.toString('latin1', header, header + 4) !== 'PE\0\0' || file.readUInt16LE(optional) !== 0x20b) {
    throw new Error('not a 64-bit Windows executable');
  }
  // The fifth of the directories, which begin 112 bytes into the optional header. Its address is one in the file.
  const directory = optional + 112 + 4 * 8;
  const start = file.readUInt32LE(directory);
  const size = file.readUInt32LE(directory + 4);
  if (size === 0) return file;
  if (start + size !== file.length) throw new Error('the signature is not the last thing in the file');
  const bare = Buffer.from(file.subarray(0, start));
  bare.fill(0, directory, directory + 8);
  return bare;
}
