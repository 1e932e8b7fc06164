/**
 * The script of the login page: answers the router's challenge where there is one (md5 of identifier, password and challenge,
 * all as bytes), so that the password never crosses the air in the clear; sends a voucher's code as both name and password
 * where it has none of its own; says in the page's language what the router says in English (`SAID`, by what it contains);
 * and logs in by itself from the link of a QR code. It holds no `$(` besides the router's two variables.
 */
export const LOGIN_SCRIPT = `
function md5(text) {
  var words = [], size = text.length, i, j, a = 1732584193, b = -271733879, c = -1732584194, d = 271733878;
  var turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  for (i = 0; i < (((size + 8) >> 6) + 1) * 16; i++) words[i] = 0;
  for (i = 0; i < size; i++) words[i >> 2] |= (text.charCodeAt(i) & 255) << ((i % 4) * 8);
  words[size >> 2] |= 128 << ((size % 4) * 8);
  words[words.length - 2] = size * 8;
  for (i = 0; i < words.length; i += 16) {
    var A = a, B = b, C = c, D = d;
    for (j = 0; j < 64; j++) {
      var round = j >> 4, mix, at;
      if (round === 0) { mix = (b & c) | (~b & d); at = j; }
      else if (round === 1) { mix = (d & b) | (~d & c); at = (5 * j + 1) % 16; }
      else if (round === 2) { mix = b ^ c ^ d; at = (3 * j + 5) % 16; }
      else { mix = c ^ (b | ~d); at = (7 * j) % 16; }
      var sum = (a + mix + Math.floor(Math.abs(Math.sin(j + 1)) * 4294967296) + words[i + at]) | 0;
      var turn = turns[round * 4 + (j % 4)];
      a = d; d = c; c = b;
      b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
    }
    a = (a + A) | 0; b = (b + B) | 0; c = (c + C) | 0; d = (d + D) | 0;
  }
  var hex = '', state = [a, b, c, d];
  for (i = 0; i < 16; i++) hex += ('0' + ((state[i >> 2] >> ((i % 4) * 8)) & 255).toString(16)).slice(-2);
  return hex;
}
function answerTo(password) {
  var id = '$(chap-id)', challenge = '$(chap-challenge)';
  var bytes = encodeURIComponent(password).replace(/%(..)/g, function (_, code) {
    return String.fromCharCode(parseInt(code, 16));
  });
  return id === '' ? password : md5(id + bytes + challenge);
}
function send(name, password) {
  var form = document.forms.send;
  form.username.value = name;
  form.password.value = answerTo(password);
  form.submit();
  return false;
}
function withVoucher(form) {
  var code = form.code.value.replace(/\\s+/g, ''), secret = form.secret.value.replace(/\\s+/g, '');
  return send(code, secret === '' ? code : secret);
}
function asMember(form) {
  return send(form.name.value.replace(/^\\s+|\\s+$/g, ''), form.secret.value);
}
(function () {
  var told = document.getElementById('error');
  for (var part in told ? SAID : {}) {
    if (new RegExp(part, 'i').test(told.textContent)) { told.textContent = SAID[part]; break; }
  }
  var given = {}, pairs = location.search.slice(1).split('&'), i;
  for (i = 0; i < pairs.length; i++) {
    var pair = pairs[i].split('=');
    given[pair[0]] = decodeURIComponent((pair[1] || '').replace(/\\+/g, ' '));
  }
  if (given.username && given.password !== undefined) send(given.username, given.password);
})();
`;
