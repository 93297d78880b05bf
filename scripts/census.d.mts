/** Environment variable of a lab under observation. */
export declare const TAG: string;
/** Network namespaces that a process holds by descriptors. */
export declare function namespacesHeldBy(pid: number): string[];
/** Living processes with the tag. */
export declare function processesOf(tag: string): number[];
/** What is there of a lab that has ended: processes and what they hold, its trace instance, its number. */
export declare function leftOf(tag: string, pid: number): string[];
/** Links, firewall tables and named namespaces of the host. */
export declare function hostState(): string[];
