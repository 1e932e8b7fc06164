// Imported first by every entry file, and so plain that an old Node can read it far enough to say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);
const oldestMinor = { 20: 19, 22: 13, 24: 11 };

if (major < 20 || (major === 20 && minor < 19)) {
  console.error('Langgan needs Node.js 20.19 or newer (20, 22, 24 or later); this is ' + process.version + '.');
  console.error('Get one from https://nodejs.org or your system’s packages, then try again.');
  process.exit(1);
}
if (major % 2 === 1 || minor < (oldestMinor[major] || 0)) {
  console.error('Note: Node.js ' + process.version + ' is not one of the tested versions (20.19+, 22.13+, 24.11+).');
}
