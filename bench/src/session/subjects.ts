import { corkedSubject, netSubject } from './net-subject.ts';
import { sessionSubject } from './session-subject.ts';
import type { Subject } from './subject.ts';
import { wsSubject } from './ws-subject.ts';

/** Every subject, the yardstick first. */
export const subjects: readonly Subject[] = [netSubject, corkedSubject, wsSubject, sessionSubject];
