import { type LiveSession } from '../live-session.repository';
import { type EndedSession } from '../session-history.repository';
import { type EndedSessionDto, type LiveSessionDto } from './dto/sessions.dto';

type Traffic<T> = Omit<T, 'uploadBytes' | 'downloadBytes'> & { uploadBytes: number; downloadBytes: number };

/** Bytes as JSON numbers: exact up to nine petabytes. */
export function presentTraffic<T extends { uploadBytes: bigint; downloadBytes: bigint }>(row: T): Traffic<T> {
  return { ...row, uploadBytes: Number(row.uploadBytes), downloadBytes: Number(row.downloadBytes) };
}

const speedOf = (bps: bigint | null): number | null => (bps === null ? null : Number(bps));

export const presentLive = (session: LiveSession): LiveSessionDto => ({
  ...presentTraffic(session),
  uploadBps: speedOf(session.uploadBps),
  downloadBps: speedOf(session.downloadBps),
});

export const presentEnded = (session: EndedSession): EndedSessionDto => presentTraffic(session);
