/** The proof kit: what tests and other packages may use. */
export { exitCodes, interruptible, UsageError } from './cli/command.ts';
export { check, type CheckSetting } from './check/check.ts';
export type { Balance, FaultOutcome, Finding, Notice, Verdict } from './check/verdict.ts';
export type { Expectation, Fault } from './faults/fault.ts';
export { faultNamed, faults } from './faults/faults.ts';
export { withBlock } from './matrix/block.ts';
export type { Entry, Order, Profile, Report, Side } from './record/records.ts';
export type { RunResult } from './run/run.ts';
export { type Job, type RunFailure, work, type WorkOptions } from './run/work.ts';
export { makeSchedule, type ScheduleChoice } from './schedule/make-schedule.ts';
export type { Load, Schedule } from './schedule/schedule.ts';
export { type Hosts, closeHosts, openHosts } from './stage/hosts.ts';
export { Path } from './stage/path.ts';
export type { Subject, SubjectName } from './subjects/subject.ts';
export { subjects } from './subjects/subjects.ts';
