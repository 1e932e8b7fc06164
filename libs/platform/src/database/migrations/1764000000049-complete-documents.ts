import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A document gets all its lines in the transaction that issues it: nobody can put one onto it afterwards (billing.md I7). */
export class CompleteDocuments1764000000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // why: per statement, so that a run pays one join a batch; xmin is the transaction that wrote the document last
    await runner.query(`
      create function refuse_line_of_issued_invoice() returns trigger language plpgsql as $$
      begin
        if exists (select from added a join invoices i on i.id = a.invoice_id
                    where i.status <> 'DRAFT' and i.xmin <> pg_current_xact_id()::xid) then
          raise exception 'INSERT into % is not allowed: the invoice is issued', tg_table_name
            using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      create trigger tr_invoice_lines_complete after insert on invoice_lines
        referencing new table as added for each statement execute function refuse_line_of_issued_invoice();

      create function refuse_line_of_issued_note() returns trigger language plpgsql as $$
      begin
        if exists (select from added a join credit_notes n on n.id = a.credit_note_id
                    where n.xmin <> pg_current_xact_id()::xid) then
          raise exception 'INSERT into % is not allowed: the credit note is issued', tg_table_name
            using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      create trigger tr_credit_note_lines_complete after insert on credit_note_lines
        referencing new table as added for each statement execute function refuse_line_of_issued_note();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger tr_invoice_lines_complete on invoice_lines;
      drop trigger tr_credit_note_lines_complete on credit_note_lines;
      drop function refuse_line_of_issued_invoice();
      drop function refuse_line_of_issued_note();
    `);
  }
}
