import { Injectable } from '@nestjs/common';
import {
  Counter,
  type CounterConfiguration,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from 'prom-client';

type Definition<C, T extends string> = Omit<C, 'registers' | 'labelNames'> & { labelNames?: T[] };

/**
 * The meters of this process. Asking twice for the same name gives the same meter, so that a class may ask in its
 * constructor. Names are `langgan_<thing>_<unit>`, units are seconds and bytes, labels have few values (never an id).
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly joined = new Set<Registry>();

  counter<T extends string>(definition: Definition<CounterConfiguration<T>, T>): Counter<T> {
    return this.once(definition.name, () => new Counter({ ...definition, registers: [this.registry] }));
  }

  gauge<T extends string>(definition: Definition<GaugeConfiguration<T>, T>): Gauge<T> {
    return this.once(definition.name, () => new Gauge({ ...definition, registers: [this.registry] }));
  }

  histogram<T extends string>(definition: Definition<HistogramConfiguration<T>, T>): Histogram<T> {
    return this.once(definition.name, () => new Histogram({ ...definition, registers: [this.registry] }));
  }

  /** Shows the meters of another registry too. */
  join(registry: Registry): void {
    this.joined.add(registry);
  }

  /** Everything in Prometheus' text format. */
  async text(): Promise<string> {
    return Registry.merge([this.registry, ...this.joined]).metrics();
  }

  private once<M>(name: string, make: () => M): M {
    return (this.registry.getSingleMetric(name) as M | undefined) ?? make();
  }
}
