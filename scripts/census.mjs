// What a lab can leave on a machine, looked for from outside and without the lab's own code. A lab under observation is
// started with TAG in its environment, which all its children inherit: so other labs at work are not mistaken for it.
//
//     node scripts/census.mjs TAG PID      what is left of that lab, a line each
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Environment variable of a lab under observation. */
export const TAG = 'HALFOPEN_CENSUS';

const TRACEFS = '/sys/kernel/tracing';
const ROOT_REGISTER = '/run/halfopen';

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function linkOf(path) {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

const isRoot = process.getuid?.() === 0;

function output(file, args) {
  return execFileSync(file, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
}

/** Trace instances of the whole kernel. Tracefs is mounted where nobody else sees it; only real root may. */
function traceInstances() {
  if (!isRoot) return [];
  const look = `mountpoint -q ${TRACEFS} || mount -t tracefs tracefs ${TRACEFS}; ls ${TRACEFS}/instances`;
  const [file, ...args] = ['unshare', '--mount', 'sh', '-ec', look];
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tracefs: ${stderr.trim()}`);
  return stdout.split('\n').filter((name) => name.startsWith('halfopen.'));
}

function isAlive(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat !== '' && !/[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
}

/** Network namespaces that a process holds by descriptors. */
export function namespacesHeldBy(pid) {
  const held = list(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  return [...new Set(held.filter((target) => target.startsWith('net:')))];
}

/** Living processes with the tag. */
export function processesOf(tag) {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`${TAG}=${tag}`) && isAlive(pid))
    .map(Number);
}

function processText(pid) {
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  const namespaces = [...new Set([linkOf(`/proc/${pid}/ns/net`), ...namespacesHeldBy(pid)])].join(' ');
  return `process ${pid}: ${command} (${namespaces})`;
}

/** Whether an owner's mark, NAMESPACE-PID-START, names this process. */
function names(mark, pid) {
  return /^\d+-\d+-\d+$/.test(mark) && mark.split('-')[1] === String(pid);
}

/** What is there of a lab that has ended: processes and what they hold, its trace instance, its number. */
export function leftOf(tag, pid) {
  const instances = traceInstances().filter((name) => names(name.replace('halfopen.', ''), pid));
  const numbers = list(ROOT_REGISTER).filter((name) => names(name.replace(/^net-\d+-/, ''), pid));
  return [
    ...processesOf(tag).map(processText),
    ...instances.map((name) => `trace instance ${name}`),
    ...numbers.map((name) => `${ROOT_REGISTER}/${name}`),
  ];
}

/** Things that name no owner: links, firewall tables and named namespaces of the host. A lab changes none of them. */
export function hostState() {
  const links = output('ip', ['-o', 'link'])
    .split('\n')
    .map((line) => line.split(':')[1]?.trim());
  const tables = isRoot ? output('nft', ['list', 'tables']).split('\n') : [];
  const mounts = read('/proc/self/mountinfo')
    .split('\n')
    .filter((line) => line.includes(' - nsfs '));
  return [
    ...links.filter(Boolean).map((name) => `link ${name}`),
    ...tables.filter(Boolean).map((name) => `nft ${name}`),
    ...mounts.map((line) => `mounted namespace ${line.split(' ')[4]}`),
    ...list('/run/netns').map((name) => `named namespace ${name}`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [tag, pid] = process.argv.slice(2);
  for (const line of leftOf(tag, Number(pid))) console.log(line);
}
