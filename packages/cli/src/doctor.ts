/** `halfopen doctor`: what this machine can do, found out by trying, and the exact command that adds what is missing. */
import {
  type Capabilities,
  findCapabilities,
  installCommand,
  probe,
  type ToolName,
  tools,
  type Tried,
  type TriedName,
} from '@halfopen/lab';
import { type Context, print, tell } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { interruptible } from './lab/interrupt.ts';
import { isolationAdvice, needsUserNamespace, rerunInside } from './lab/preflight.ts';
import { mark } from './terminal/style.ts';

/** One thing looked at or tried. */
export interface Finding {
  /** For programs; stays the same. */
  readonly name: string;
  readonly good: boolean;
  /** Not good, but the lab works without. */
  readonly optional: boolean;
  readonly what: string;
  readonly mend: readonly string[];
}

const OLDEST_NODE = [20, 19] as const;

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = OLDEST_NODE;
  const good = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return {
    name: 'node',
    good,
    optional: false,
    what: `Node.js ${process.versions.node}`,
    mend: good ? [] : [`Node.js ${OLDEST_NODE.join('.')} or newer is needed`],
  };
}

function platformFinding({ platform, kernel }: Capabilities): Finding {
  const good = platform === 'linux';
  return {
    name: 'platform',
    good,
    optional: false,
    what: `${platform} ${kernel}`,
    mend: good ? [] : ['the lab needs Linux; catalogue and help work everywhere'],
  };
}

function libraryFinding({ glibc }: Capabilities): Finding {
  return {
    name: 'c-library',
    good: glibc !== null,
    optional: false,
    what: `C library: ${glibc === null ? 'not glibc' : `glibc ${glibc}`}`,
    mend:
      glibc === null
        ? ["the lab calls glibc's libc.so.6; use a distribution or an image that has it (Alpine has musl)"]
        : [],
  };
}

function toolFindings({ missingTools, root }: Capabilities): Finding[] {
  return (Object.keys(tools) as ToolName[]).map((tool) => {
    const good = !missingTools.includes(tool);
    const install = installCommand({ missingTools: [tool] }) ?? '';
    return {
      name: tool,
      good,
      optional: false,
      what: tool,
      mend: good ? [] : [`${root ? '' : 'sudo '}${install}`],
    };
  });
}

function isolationFinding({ isolation, isolationRefused, userNamespace }: Capabilities): Finding {
  const good = isolation !== 'none';
  const how =
    userNamespace || isolation === 'user-namespace' ? ', inside a user namespace (no root needed)' : '';
  return {
    name: 'namespaces',
    good,
    optional: false,
    what: `network namespaces: ${good ? `yes${how}` : 'no'}`,
    mend: good ? [] : [isolationRefused, ...isolationAdvice],
  };
}

function rtoMaxFinding({ rtoMaxKnob }: Capabilities): Finding {
  return {
    name: 'rto-max',
    good: rtoMaxKnob,
    optional: true,
    what: `net.ipv4.tcp_rto_max_ms: ${rtoMaxKnob ? 'yes' : 'no'}`,
    mend: rtoMaxKnob
      ? []
      : ['since Linux 6.15; without it send-cut repeats its data less often unless --real-time is given'],
  };
}

/** What can be tried: what the machine can do then, whether the lab works without it, and what helps. */
const attempts: Readonly<Record<TriedName, Omit<Finding, 'name' | 'good'>>> = {
  thread: {
    what: 'call the C library',
    optional: false,
    mend: [
      "the lab calls glibc's libc.so.6 from Node.js by way of koffi; npm ci brings what is missing of it",
    ],
  },
  namespace: { what: 'make a network namespace', optional: false, mend: isolationAdvice },
  settings: {
    what: 'write a kernel setting',
    optional: false,
    mend: ['a container has /proc/sys read-only unless it is started with --privileged'],
  },
  states: {
    what: 'ask for the state of a connection (tcp_diag)',
    optional: false,
    mend: ['sudo modprobe tcp_diag', 'the kernel must be built with CONFIG_INET_TCP_DIAG'],
  },
  topology: {
    what: 'build three hosts and the links between them',
    optional: false,
    mend: ['sudo modprobe veth', 'the kernel must be built with CONFIG_VETH and CONFIG_PACKET'],
  },
  captures: {
    what: 'capture with tcpdump',
    optional: false,
    mend: ['a security profile may keep tcpdump from capturing: sudo aa-status'],
  },
  firewall: {
    what: 'set a firewall rule (nft)',
    optional: false,
    mend: ['sudo modprobe nf_tables', 'the kernel must be built with CONFIG_NF_TABLES'],
  },
  trace: {
    what: 'read the kernel trace',
    optional: true,
    mend: ['only real root may read it: sudo. Counters replace it for most cases'],
  },
  'reset-reasons': {
    what: "learn the kernel's own reasons for resets",
    optional: true,
    mend: ['since Linux 6.10; without them resets are held against the packets only'],
  },
};

function triedFinding({ name, refused }: Tried): Finding {
  const { what, optional, mend } = attempts[name];
  const good = refused === null;
  return {
    name: `try-${name}`,
    good,
    optional,
    what: `${good ? 'can' : 'cannot'} ${what}`,
    mend: good ? [] : [refused, ...mend],
  };
}

/** Everything there is to say, what was looked at before what was tried. */
export function findings(capabilities: Capabilities, tried: readonly Tried[]): Finding[] {
  return [
    nodeFinding(),
    platformFinding(capabilities),
    ...(capabilities.platform === 'linux' ? [libraryFinding(capabilities)] : []),
    ...toolFindings(capabilities),
    isolationFinding(capabilities),
    rtoMaxFinding(capabilities),
    ...tried.map(triedFinding),
  ];
}

/** Whether there is a point in trying. */
function isWorthTrying({ platform, glibc, missingTools, isolation }: Capabilities): boolean {
  return platform === 'linux' && glibc !== null && missingTools.length === 0 && isolation !== 'none';
}

function show(context: Context, all: readonly Finding[], json: boolean): void {
  for (const finding of all) {
    if (json) {
      print(context, JSON.stringify({ type: 'finding', schema: 'halfopen.doctor/1', ...finding }));
      continue;
    }
    const { good, optional, what, mend } = finding;
    print(context, `${mark(context.out, good ? 'good' : optional ? 'warning' : 'bad')} ${what}`);
    for (const line of mend) print(context, `    ${line}`);
  }
}

/** Looks, tries and prints; `missing` when the lab can't work here. */
export async function doctorCommand(context: Context, json: boolean): Promise<ExitCode> {
  const capabilities = findCapabilities();
  const isPromising = isWorthTrying(capabilities);
  if (isPromising && needsUserNamespace(capabilities)) return rerunInside();
  const tried = isPromising
    ? await interruptible(context, async (signal) => {
        const all = await probe();
        signal.throwIfAborted();
        return all;
      })
    : [];
  const all = findings(capabilities, tried);
  show(context, all, json);
  if (!isPromising) tell(context, 'What the lab does was not tried: something above must be mended first.');
  return all.every(({ good, optional }) => good || optional) ? exitCodes.done : exitCodes.missing;
}
