/** One item of a menu. Values are texts as the router prints them; live ones are computed when they are read. */
export class Row {
  readonly values: Map<string, string>;
  private live: Readonly<Record<string, () => string | undefined>>;

  constructor(
    readonly id: string,
    values: Iterable<readonly [string, string]>,
    options: {
      readonly live?: Readonly<Record<string, () => string | undefined>>;
      /** Made by the router itself and lost with the power. */
      readonly dynamic?: boolean;
      /** Came with the router and cannot be removed. */
      readonly builtIn?: boolean;
    } = {},
  ) {
    this.values = new Map(values);
    this.live = options.live ?? {};
    this.isDynamic = options.dynamic ?? false;
    this.builtIn = options.builtIn ?? false;
  }

  readonly builtIn: boolean;
  private isDynamic: boolean;

  /** Made by the router itself and lost with the power. */
  get dynamic(): boolean {
    return this.isDynamic;
  }

  /** From now on the item belongs to the configuration. */
  makeStatic(): void {
    this.isDynamic = false;
    if (this.values.has('dynamic')) this.values.set('dynamic', 'false');
  }

  /** The value of a property now, undefined where the item has none. */
  get(name: string): string | undefined {
    if (name === '.id') return this.id;
    const live = this.live[name];
    return live === undefined ? this.values.get(name) : live();
  }

  /** From now on a property is computed when it is read. */
  show(name: string, value: () => string | undefined): void {
    this.live = { ...this.live, [name]: value };
  }

  /** Lost with the power: made by the router, or given a timeout. */
  get transient(): boolean {
    return this.dynamic || this.values.get('dynamic') === 'true';
  }

  /** The item is switched off. */
  get disabled(): boolean {
    return this.values.get('disabled') === 'true';
  }
}
