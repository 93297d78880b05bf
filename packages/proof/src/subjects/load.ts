/** Loads one subject and the library it needs, and no other: programs start once per run. */
import type { Subject, SubjectName } from './subject.ts';

/** The subject of a name. */
export async function loadSubject(name: SubjectName): Promise<Subject> {
  switch (name) {
    case 'session':
      return (await import('./session.ts')).memorySession;
    case 'session-stored':
      return (await import('./session-stored.ts')).storedSession;
    case 'net':
      return (await import('./net.ts')).bareSocket;
    case 'ws':
      return (await import('./ws.ts')).webSocket;
    case 'nats':
      return (await import('./nats.ts')).natsCore;
    case 'ioredis':
      return (await import('./ioredis.ts')).redisLists;
  }
}
