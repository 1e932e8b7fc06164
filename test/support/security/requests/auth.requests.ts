import { PASSWORD, plain, shortListOf, at, mail, type OperationRequest } from './operation-request';

export const auth: Record<string, OperationRequest> = {
  bootstrapOwner: { body: (_, unique) => ({ token: unique, email: mail(unique), name: 'Budi', password: PASSWORD }) },
  login: { body: (_, unique) => ({ email: mail(unique), password: PASSWORD }) },
  refreshSession: { body: (_, unique) => ({ refreshToken: unique }) },
  logout: { endsSession: true },
  getMe: plain,
  changePassword: { body: () => ({ currentPassword: 'x', newPassword: PASSWORD }), endsSession: true },
  requestPasswordReset: { body: (_, unique) => ({ email: mail(unique) }) },
  confirmPasswordReset: { body: (_, unique) => ({ token: unique, newPassword: PASSWORD }) },
  listSessions: shortListOf('signIn'),
  revokeSession: at('signIn', { consumes: true, endsSession: true }),
  getTotp: plain,
  enrolTotp: { body: () => ({ password: PASSWORD }) },
  confirmTotp: { body: () => ({ code: '123456' }) },
  renewRecoveryCodes: { body: () => ({ code: '123456' }) },
  removeTotp: { body: () => ({ password: PASSWORD }) },
};
