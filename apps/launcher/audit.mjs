// What the production dependencies are known to suffer from, and what they are.
//   node apps/launcher/audit.mjs [--sbom FILE]
// Exit code 1: something high or critical is known. Where the registry offers no audit, that is said, and nothing fails.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { ROOT } from './paths.mjs';

const SEVERE = ['high', 'critical'];

const npm = (args) =>
  spawnSync('npm', [...args, '--omit=dev'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 60_000,
    shell: process.platform === 'win32',
  });

function audit() {
  const report = parsed(npm(['audit', '--json']).stdout);
  const counts = report?.metadata?.vulnerabilities;
  if (!counts) {
    console.log(`npm audit: the registry offers no audit (${report?.message ?? 'no answer'}); nothing was checked`);
    return 0;
  }
  const severe = SEVERE.reduce((sum, severity) => sum + (counts[severity] ?? 0), 0);
  for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {})) {
    console.log(`npm audit: ${severity}: ${name} ${range}`);
  }
  console.log(`npm audit: ${severe} high or critical, ${(counts.total ?? severe) - severe} others`);
  return severe > 0 ? 1 : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sbom(file) {
  const { status, stdout, stderr } = npm(['sbom', '--sbom-format=cyclonedx']);
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
  writeFileSync(file, stdout);
  console.log(`sbom: ${file}`);
}

const at = process.argv.indexOf('--sbom');
if (at > 0) sbom(process.argv[at + 1]);
process.exitCode = audit();
