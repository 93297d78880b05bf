/** `halfopen doctor`: what this machine can do, and the exact command that adds what is missing. */
import { type Capabilities, findCapabilities, installCommand, type ToolName, tools } from '@halfopen/lab';
import { type Context, print } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { isolationAdvice } from './lab/preflight.ts';
import { mark } from './terminal/style.ts';

interface Finding {
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
    good,
    optional: false,
    what: `Node.js ${process.versions.node}`,
    mend: good ? [] : [`Node.js ${OLDEST_NODE.join('.')} or newer is needed`],
  };
}

function toolFindings({ missingTools, root }: Capabilities): Finding[] {
  return (Object.keys(tools) as ToolName[]).map((tool) => {
    const good = !missingTools.includes(tool);
    const install = installCommand({ missingTools: [tool] }) ?? '';
    return {
      good,
      optional: false,
      what: tool,
      mend: good ? [] : [`${root ? '' : 'sudo '}${install}`],
    };
  });
}

const isolationTexts = {
  direct: 'network namespaces: yes',
  'user-namespace': 'network namespaces: yes, inside a user namespace (no root needed)',
  none: 'network namespaces: no',
} as const;

function findings(capabilities: Capabilities): Finding[] {
  const { platform, kernel, isolation, isolationRefused, root, rtoMaxKnob } = capabilities;
  const linux = platform === 'linux';
  return [
    nodeFinding(),
    {
      good: linux,
      optional: false,
      what: `${platform} ${kernel}`,
      mend: linux ? [] : ['the lab needs Linux; catalogue and help work everywhere'],
    },
    ...toolFindings(capabilities),
    {
      good: isolation !== 'none',
      optional: false,
      what: isolationTexts[isolation],
      mend: isolation === 'none' ? [isolationRefused, ...isolationAdvice] : [],
    },
    {
      good: root,
      optional: true,
      what: root ? "kernel trace: yes, with the kernel's own reset reasons" : 'kernel trace: no',
      mend: root ? [] : ['only real root may read it: sudo. Counters replace it for most cases'],
    },
    {
      good: rtoMaxKnob,
      optional: true,
      what: `net.ipv4.tcp_rto_max_ms: ${rtoMaxKnob ? 'yes' : 'no'}`,
      mend: rtoMaxKnob ? [] : ['since Linux 6.15; without it shortened runs show fewer retransmissions'],
    },
  ];
}

/** Prints the findings; `missing` when the lab can't work here. */
export function doctorCommand(context: Context, json: boolean): ExitCode {
  const all = findings(findCapabilities());
  if (json) {
    for (const finding of all)
      print(context, JSON.stringify({ type: 'finding', schema: 'halfopen.doctor/1', ...finding }));
  } else {
    for (const { good, optional, what, mend } of all) {
      print(context, `${mark(context.out, good ? 'good' : optional ? 'warning' : 'bad')} ${what}`);
      for (const line of mend) print(context, `    ${line}`);
    }
  }
  return all.every(({ good, optional }) => good || optional) ? exitCodes.done : exitCodes.missing;
}
