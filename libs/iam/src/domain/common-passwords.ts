/** Passwords of eight or more characters that guessing begins with; compared in lower case. Step 2 brings the long list. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password password1 password12 password123 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 87654321 987654321
   0987654321 11111111 111111111 00000000 000000000 12341234 12344321 11223344 123123123 123321123 123qweasd 1q2w3e4r
   1q2w3e4r5t 1qaz2wsx 1qazxsw2 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 asdfghjk asdfghjkl zxcvbnm1 zxcvbnm123
   qazwsxedc abcd1234 abc12345 abcdefgh abcdefghi a1234567 a12345678 aa123456 aa12345678 iloveyou iloveyou1 sunshine
   princess football baseball superman batman123 trustno1 welcome1 welcome123 letmein1 letmein123 changeme changeme1
   changeme123 default1 administrator admin123 admin1234 admin12345 adminadmin administrator1 rootroot root1234 toor1234
   mikrotik mikrotik1 mikrotik123 routeros routeros1 langgan1 langgan123 langganan operator operator1 superuser guest1234
   test1234 testtest testing1 testing123 user1234 username indonesia indonesia1 indonesia123 jakarta1 jakarta123 bandung1
   surabaya surabaya1 surabaya123 bismillah bismillah1 bismillah123 alhamdulillah rahasia1 rahasia123 sayangku sayang123
   kucing123 internet internet1 internet123 wifi1234 hotspot1 hotspot123 computer computer1 komputer komputer1 garuda123
   merdeka17 merdeka45 persib1933 cintaku1 doraemon doraemon1 naruto123 pokemon1 pokemon123 michelle jennifer jordan23
   liverpool manchester chelsea1 arsenal1 juventus barcelona realmadrid whatever whatever1 starwars dragon123 monkey123
   master123 shadow123 secret123 secret12 q1w2e3r4 q1w2e3r4t5 zaq12wsx zaq1zaq1 qweasdzxc qwe12345 asd12345 88888888
   66666666 99999999 55555555 77777777 22222222 33333333 44444444 12121212 13131313 69696969 01234567 012345678
   0123456789 31415926 19451945 17081945`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
