import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What PPPoE accounts had alone until now, for static lines and hotspot accounts: substitutes, and usage of lines. */
export class AccessForAll1764000000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.hotspot(runner);
    await this.lines(runner);
    await this.resellers(runner);
  }

  /** Deposits of resellers through gateways; withdrawals, which take the same way as deposits, outwards. */
  private async resellers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payment_attempts drop constraint ck_payment_attempts_target_kind;
      alter table payment_attempts add constraint ck_payment_attempts_target_kind
        check (target_kind in ('INVOICE', 'TOP_UP', 'VOUCHER_ORDER', 'RESELLER_DEPOSIT'));

      alter table reseller_movements drop constraint ck_reseller_movements_kind, drop constraint ck_reseller_movements_amount;
      alter table reseller_movements
        add constraint ck_reseller_movements_kind check (kind in ('DEPOSIT', 'TOP_UP', 'TOP_UP_RETURN', 'WITHDRAWAL',
          'PURCHASE', 'REFUND', 'COMMISSION', 'COMMISSION_RETURN')),
        add constraint ck_reseller_movements_amount check (amount <> 0
          and (amount < 0) = (kind in ('PURCHASE', 'COMMISSION_RETURN', 'WITHDRAWAL', 'TOP_UP_RETURN')));

      alter table reseller_deposits drop constraint ck_reseller_deposits_method;
      alter table reseller_deposits
        add column direction text not null default 'IN',
        add column expires_at timestamptz,
        add constraint ck_reseller_deposits_direction check (direction in ('IN', 'OUT')),
        add constraint ck_reseller_deposits_method
          check (method in ('CASH', 'TRANSFER') or (method = 'GATEWAY' and direction = 'IN')),
        add constraint ck_reseller_deposits_expires_at check ((method = 'GATEWAY') = (expires_at is not null));
    `);
  }

  /** Bound to a router: there, and on hotspots that stand in for it. Bound to none: on every hotspot of the site. */
  private async hotspot(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table hotspot_profiles
        add column change_policy text not null default 'KICK',
        add constraint ck_hotspot_profiles_change_policy check (change_policy in ('KICK', 'NEXT_SESSION'));

      create view hotspot_placements as
        select a.id as account_id, a.subscription_id, a.username, h.router_id,
               coalesce(a.router_id, h.router_id) as home_router_id
          from hotspot_accounts a
          join hotspot_routers h on h.site_id = a.site_id and (a.router_id is null or a.router_id = h.router_id)
        union all
        select a.id, a.subscription_id, a.username, s.router_id, f.router_id
          from router_failovers f
          join router_failover_shares s on s.failover_id = f.id
          join hotspot_routers h on h.router_id = s.router_id
          join hotspot_accounts a on a.router_id = f.router_id
           and placement_bucket(a.id) >= s.from_bucket and placement_bucket(a.id) < s.to_bucket
         where f.ended_at is null;
    `);
  }

  /**
   * A line is an address that is routed to its router. Others can serve it only where the members of the group share the
   * address space, and nobody there has its address, name or device.
   */
  private async lines(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view static_placements as
        select l.id as line_id, l.subscription_id, l.router_id, l.router_id as home_router_id from static_lines l
        union all
        select l.id, l.subscription_id, s.router_id, f.router_id
          from router_failovers f
          join router_groups g on g.id = f.group_id and g.shared_addresses
          join router_failover_shares s on s.failover_id = f.id
          join static_lines l on l.router_id = f.router_id
           and placement_bucket(l.id) >= s.from_bucket and placement_bucket(l.id) < s.to_bucket
         where f.ended_at is null
           and not exists (
             select from static_lines h where h.router_id = s.router_id
                and (h.address = l.address or h.name = l.name or h.mac_address = l.mac_address))
           and not exists (
             select from pppoe_accounts h where h.router_id = s.router_id and h.remote_address = l.address);

      create table static_line_counters (
        line_id      uuid        not null,
        router_id    uuid        not null,
        up_counter   text        not null,
        down_counter text        not null,
        seen_at      timestamptz not null,
        constraint pk_static_line_counters primary key (line_id, router_id),
        constraint fk_static_line_counters_line_id foreign key (line_id) references static_lines (id) on delete cascade,
        constraint fk_static_line_counters_router_id foreign key (router_id) references routers (id) on delete cascade
      ) with (fillfactor = 70);
      create index ix_static_line_counters_router_id on static_line_counters (router_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reseller_deposits drop constraint ck_reseller_deposits_method, drop column direction, drop column expires_at;
      alter table reseller_deposits add constraint ck_reseller_deposits_method check (method in ('CASH', 'TRANSFER'));
      alter table reseller_movements drop constraint ck_reseller_movements_kind, drop constraint ck_reseller_movements_amount;
      alter table reseller_movements
        add constraint ck_reseller_movements_kind check (
          kind in ('DEPOSIT', 'PURCHASE', 'REFUND', 'COMMISSION', 'COMMISSION_RETURN')),
        add constraint ck_reseller_movements_amount check (
          amount <> 0 and (amount < 0) = (kind in ('PURCHASE', 'COMMISSION_RETURN')));
      alter table payment_attempts drop constraint ck_payment_attempts_target_kind;
      alter table payment_attempts add constraint ck_payment_attempts_target_kind
        check (target_kind in ('INVOICE', 'TOP_UP', 'VOUCHER_ORDER'));
      drop table static_line_counters;
      drop view static_placements, hotspot_placements;
      alter table hotspot_profiles drop column change_policy;
    `);
  }
}
