/** The session of this project, with its state in files on both sides: it survives its processes. */
import { join } from 'node:path';
import { fileStore } from '@halfopen/session';
import { memorySession, sessionClient, sessionServer } from './session.ts';
import type { Subject } from './subject.ts';

/** The session with its state in files. */
export const storedSession: Subject = {
  ...memorySession,
  name: 'session-stored',
  about:
    'the session with its defaults, the state of both sides in a file store; a message counts as sent when send() has resolved',
  outlivesKill: true,
  client: (setting) =>
    sessionClient(setting, { store: fileStore({ directory: join(setting.folder, 'client') }) }),
  server: (setting) =>
    sessionServer(setting, { store: fileStore({ directory: join(setting.folder, 'server') }) }),
};
