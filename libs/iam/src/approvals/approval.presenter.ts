import { type Language } from '@app/core';
import { approvalKind } from './approval-kind';
import { type Approval } from './approvals.repository';
import { type ApprovalDto } from './dto/approval.dto';

export function presentApproval(approval: Approval, language: Language): ApprovalDto {
  const { requestedBy, requestedByName, decidedByName, ...rest } = approval;
  const title = approvalKind(approval.kind)?.title[language] ?? approval.kind;
  return { ...rest, title, requestedBy: requestedByName || requestedBy, decidedBy: decidedByName };
}
