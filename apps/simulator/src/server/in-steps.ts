/** Runs the steps of a long answer, other work in between; a step that returns milliseconds is followed by a pause. */
export function inSteps(step: () => boolean | number, isOver: () => boolean): void {
  const proceed = (): void => {
    if (isOver()) return;
    const more = step();
    if (typeof more === 'number') setTimeout(proceed, more).unref();
    else if (more) setImmediate(proceed);
  };
  proceed();
}
