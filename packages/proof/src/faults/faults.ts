/** All faults, in the order of the tables. To add one: a file of its own, and its name here. */
import { acceptDie } from './accept-die.ts';
import { blackHole } from './black-hole.ts';
import { blackHoleDown } from './black-hole-down.ts';
import { blackHoleUp } from './black-hole-up.ts';
import { clockJump } from './clock-jump.ts';
import { finBoth } from './fin-both.ts';
import { finClient } from './fin-client.ts';
import { hostCrash } from './host-crash.ts';
import { icmpConnect } from './icmp-connect.ts';
import { icmpFlow } from './icmp-flow.ts';
import { killClient } from './kill-client.ts';
import { killServer } from './kill-server.ts';
import { linkDown } from './link-down.ts';
import { loopBlock } from './loop-block.ts';
import { natForget } from './nat-forget.ts';
import { ownStop } from './own-stop.ts';
import { peerStop } from './peer-stop.ts';
import { relayStall } from './relay-stall.ts';
import { rstIdle } from './rst-idle.ts';
import { rstSlow } from './rst-slow.ts';
import { rstWrite } from './rst-write.ts';
import { synDrop } from './syn-drop.ts';
import { synLostDual } from './syn-lost-dual.ts';
import { zeroWindow } from './zero-window.ts';
import type { Fault } from './fault.ts';

/** All of them. */
export const faults: readonly Fault[] = [
  blackHole,
  blackHoleUp,
  blackHoleDown,
  linkDown,
  natForget,
  relayStall,
  peerStop,
  ownStop,
  rstIdle,
  rstWrite,
  rstSlow,
  finBoth,
  finClient,
  synDrop,
  synLostDual,
  icmpConnect,
  icmpFlow,
  acceptDie,
  hostCrash,
  killServer,
  killClient,
  zeroWindow,
  loopBlock,
  clockJump,
];

/** The fault of a name; `undefined` when there is none. */
export function faultNamed(name: string): Fault | undefined {
  return faults.find((fault) => fault.name === name);
}
