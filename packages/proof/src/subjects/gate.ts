/** Whether the application takes messages. Subjects look at it in the way that suits their interface. */

export class Gate {
  #open = true;
  readonly #listeners = new Set<(open: boolean) => void>();

  get open(): boolean {
    return this.#open;
  }

  /** Opens or closes. */
  set(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    for (const listener of this.#listeners) listener(open);
  }

  /** Hears of every change until the returned function is called. */
  listen(listener: (open: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when it is open. */
  untilOpen(): Promise<void> {
    if (this.#open) return Promise.resolve();
    return new Promise((resolve) => {
      const unlisten = this.listen((open) => {
        if (!open) return;
        unlisten();
        resolve();
      });
    });
  }
}
