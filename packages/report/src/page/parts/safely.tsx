/** Where something can't be shown, the rest of the page goes on. */
import { Component, type ComponentChildren, type JSX } from 'preact';
import { Notice } from './notice.tsx';

interface SafelyState {
  readonly problem: string | null;
}

/** Shows its children, or, where that fails, why. */
export class Safely extends Component<{ readonly children: ComponentChildren }, SafelyState> {
  override state: SafelyState = { problem: null };

  static override getDerivedStateFromError(error: unknown): SafelyState {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): JSX.Element {
    const { problem } = this.state;
    if (problem === null) return <>{this.props.children}</>;
    return (
      <Notice
        text={`This can’t be shown: ${problem}. What it was made of is damaged, or the page has a fault.`}
      />
    );
  }
}
