/** Words that passwords are made of, of any length: names, teams, brands, places, curses, keyboards. */
const INTERNATIONAL = `password passwort passwd motdepasse contrasena senha parola admin administrator root toor user username guest
   test tester testing demo default changeme letmein welcome login logon access secret private master superuser
   superman batman spiderman ironman starwars pokemon naruto sasuke onepiece doraemon dragonball goku pikachu
   minecraft fortnite roblox mobilelegends freefire pubg valorant dota counterstrike callofduty warcraft starcraft
   diablo zelda mario sonic sunshine princess prince queen king angel angels lovely loveme iloveyou ilovegod
   ilovemom loveyou lover love forever friends friend family mother father mommy daddy mama papa baby babygirl
   babyboy sweetheart sweet honey sugar candy chocolate cookie cookies cheese banana orange apple pineapple
   strawberry cherry lemon mango melon pepper ginger football soccer baseball basketball volleyball hockey tennis
   badminton golf swimming running boxing wrestling liverpool manchester chelsea arsenal barcelona realmadrid
   juventus milan intermilan bayern dortmund everton tottenham ronaldo messi neymar beckham rooney jordan lakers
   yankees cowboys steelers eagles packers ranger rangers hunter hunting fishing soldier warrior knight ninja
   samurai shadow ghost phantom monster dragon tiger lion eagle falcon panther leopard wolf bear monkey donkey
   chicken turtle rabbit kitty kitten puppy doggy horse dolphin shark spider snake butterfly flower flowers rose
   daisy violet lily jasmine purple yellow green black white silver golden gold diamond crystal rainbow sunset
   sunrise summer winter autumn spring january february march april may june july august september october november
   december monday tuesday wednesday thursday friday saturday sunday freedom liberty peace heaven paradise jesus
   christ jesuschrist god blessed blessing faith hope grace trust trustno genesis exodus matthew michael michelle
   jennifer jessica ashley amanda melissa nicole stephanie daniel david robert william james john joseph joshua
   andrew anthony thomas charles charlie george edward richard steven patrick kevin brian jason justin brandon
   austin tyler dylan ethan jacob lucas oliver samuel benjamin alexander alexandra elizabeth victoria maria mariana
   sophia isabella olivia emma emily hannah sarah rachel rebecca laura linda nancy susan karen barbara margaret
   dorothy samantha vanessa natalie natasha andrea angela angelica patricia sandra monica claudia carolina daniela
   gabriela fernanda ricardo fernando alejandro carlos miguel antonio roberto eduardo francisco computer laptop
   internet network server router switch modem wireless wifi hotspot website google gmail yahoo hotmail facebook
   instagram twitter whatsapp telegram youtube tiktok microsoft windows office excel linux ubuntu debian android
   iphone samsung nokia xiaomi oppo vivo huawei asus toshiba lenovo dell intel nvidia oracle mysql postgres
   postgresql mariadb mongodb redis apache nginx cisco juniper mikrotik routeros winbox ubiquiti unifi tplink dlink
   netgear linksys zyxel zte fiberhome hioki huaweihg telecomadmin adminadmin rootroot support service system
   manager operator supervisor technician teknisi engineer developer company business finance marketing sales money
   dollar million millionaire rich lucky winner success victory champion number online offline digital cyber hacker
   matrix neo trinity morpheus gandalf frodo hobbit legolas hogwarts harrypotter potter hermione dumbledore
   voldemort metallica nirvana slipknot greenday linkinpark blink eminem beatles elvis blackpink whatever nothing
   something anything everything everyone nobody somebody goodluck goodbye hello helloworld thankyou please sorry
   happy happiness smile laughter crazy stupid idiot asshole fuckyou fuckoff bitch sexy hotgirl hottie playboy
   pussy blowjob mustang corvette ferrari porsche mercedes toyota honda yamaha suzuki kawasaki harley ducati camaro
   nissan hyundai daihatsu mitsubishi chevrolet ford bmw audi jaguar lexus america american england london paris
   berlin germany france spain mexico brazil brasil argentina canada australia japan tokyo korea china singapore
   malaysia thailand bangkok vietnam philippines manila india indian pakistan qwerty qwertyuiop qwertz azerty
   asdfgh asdfghjkl zxcvbn zxcvbnm qweasd qweasdzxc qazwsx qazwsxedc wsxedc asdf qwer zxcv poiuyt lkjhgf mnbvcx
   abcdef abcdefg abcd abc xyz aaa zzz passpass pass passme mypass mypassword newpassword oldpassword yourpassword
   thepassword nopassword temppassword temp temporary initial setup install security secure safety police doctor
   nurse teacher student school college university scooter snoopy garfield mickey mickeymouse donald disney
   cinderella barbie hellokitty tinkerbell spongebob simpson homer bart scoobydoo tweety bugsbunny popeye captain
   hulk thor loki thanos avengers marvel joker harleyquinn flash arrow titan zeus apollo athena hercules achilles
   phoenix unicorn mermaid vampire zombie skeleton pirate treasure island beach ocean river mountain forest desert
   thunder lightning storm hurricane tornado volcano earthquake rocket galaxy universe planet jupiter saturn
   mercury venus neptune pluto moonlight starlight sunlight midnight twilight guitar piano violin drummer music
   musica dance dancer singer artist picture photo camera movie cinema theater video television radio coffee tea
   beer whiskey vodka tequila wine pizza burger hamburger noodle spaghetti macaroni sausage bacon butter bread
   cheesecake cupcake icecream cameron jackson madison taylor morgan parker cooper bailey buster maggie molly
   sophie rocky max sasha oreo pepsi cocacola`;

/** The same in Indonesian. */
const INDONESIAN = `indonesia merdeka garuda pancasila nusantara jakarta bandung surabaya semarang yogyakarta jogja jogjakarta solo
   malang medan palembang makassar denpasar bali lombok bogor depok tangerang bekasi cirebon tegal pekalongan
   purwokerto cilacap magelang kudus jepara demak pati rembang tuban lamongan gresik sidoarjo pasuruan probolinggo
   jember banyuwangi kediri blitar madiun ponorogo padang pekanbaru batam jambi bengkulu lampung pontianak
   banjarmasin samarinda balikpapan manado palu kendari gorontalo ambon ternate jayapura papua sumatera kalimantan
   sulawesi jawa madura aceh minang sunda betawi batak dayak bugis asmat persib persija persebaya arema psms psis
   persipura timnas bismillah alhamdulillah subhanallah allahuakbar astaghfirullah insyaallah masyaallah
   assalamualaikum muhammad rasulullah ramadhan ramadan lebaran idulfitri quran alquran islam muslim allah tuhan
   yesus gereja masjid pesantren santri ustadz rahasia katasandi sandi kunci passwordku sayang sayangku sayangkamu
   cinta cintaku cintakamu akucinta akusayang akucintakamu ilovekamu kekasih pacar pacarku istri istriku suami
   suamiku anak anakku keluarga keluargaku ibu ibuku ayah ayahku bapak bapakku mamaku papaku kakak adik nenek kakek
   sahabat teman temanku kamu kamuku akukamu selamanya selalu bersama bahagia senang gembira semangat sukses berkah
   barokah rejeki rezeki kaya jutawan milyarder uang duit rupiah bisnis usaha dagang toko warung warnet kantor
   gudang sekolah kampus kuliah mahasiswa guru dosen murid siswa pelajar polisi tentara dokter perawat bidan petani
   nelayan pedagang kasir kolektor penagih pelanggan langganan langgan pembayaran tagihan internetku wifiku
   hotspotku jaringan pulsa voucher kucing anjing burung ikan ayam sapi kambing harimau macan singa gajah kelinci
   kuda ular buaya naga elang merpati kupukupu semut lebah mawar melati anggrek kamboja matahari bintang bulan
   langit bumi laut pantai gunung sungai hutan hujan petir pelangi senja fajar pagi siang malam merah putih kuning
   hijau biru ungu hitam coklat emas perak intan mutiara permata berlian mangga pisang jeruk apel semangka rambutan
   durian nanas salak nangka kelapa rendang sate bakso soto gudeg pecel rujak nasigoreng nasi tempe tahu sambal
   kopi kopihitam tehbotol indomie supermi martabak pempek siomay budi agus andi adi dedi dedy eko joko bambang
   slamet sutrisno suharto sukarno soekarno habibie gusdur megawati jokowi prabowo siti nur nurul dewi sri wati ani
   rina rini lina lisa maya mega ratna yuni yanti wulan wulandari ayu putri putra indah permatasari lestari rahayu
   handayani setiawan kurniawan hidayat nugroho wibowo santoso susanto hartono gunawan firmansyah ramadhani saputra
   saputri pratama wijaya kusuma hermawan irawan setiadi purnomo suryadi supriyadi mulyadi hasan husein ahmad
   fatimah aisyah khadijah zahra annisa rizki rizky dimas bagus galih bayu arif rahman rahmat hakim hasanah fitri
   fitriani amelia anggraini sari mustika cantik ganteng imut lucu manis jelek bodoh goblok anjay bangsat kampret
   asu jancok kontol memek ngentot bokep gila kepo galau jomblo mantan gebetan dangdut rhoma irama slank noah
   dewasembilanbelas sheilaon peterpan wali gigi kangenband nidji raisa agnezmo isyana tulus terserah apasaja
   akulah sayasuka sayaganteng akuganteng akucantik orangganteng bukapintu masuk masukaja silahkan silakan
   percobaan cobacoba coba satu satudua satuduatiga duatiga empatlima rumah rumahku kamar pintu jendela mobil motor
   sepeda avanza xenia innova beat vario supra astrea satria megapro scoopy mio nmax pcx yamahaku hondaku telkom
   indihome telkomsel indosat smartfren axis three biznet myrepublic firstmedia speedy flexi simpati kartuhalo bri
   bca mandiri bni danamon gopay ovo dana shopee tokopedia bukalapak lazada gojek grab`;

/** Passwords that are common as they stand. */
const LITERAL = `12345678 123456789 1234567890 12345678910 0123456789 01234567 012345678 87654321 987654321 9876543210 0987654321
   98765432 11223344 1122334455 112233445566 12341234 12344321 1234554321 123454321 123123123 123321123 321321321
   123456123 123456123456 147258369 159357456 147852369 741852963 963852741 789456123 456123789 159753456 951753852
   258456 14789632 1478963 7894561230 159357258 13579246 135792468 24681012 102030405 10203040 20202020 10101010
   12121212 13131313 14141414 69696969 31415926 31415927 27182818 19451945 17081945 17agustus 17agustus1945
   28oktober 1sampai8 a1234567 a12345678 a123456789 1234567a 12345678a 123456789a aa123456 aa12345678 a1b2c3d4
   a1b2c3d4e5 1a2b3c4d 1a2b3c4d5e 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq12wsx zaq1xsw2
   zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qwer1234 qwert123 qwerty12 asdf1234 zxcv1234 1234qwer 123qweasd 123qweasdzxc
   qwe123qwe qwe12345 asd12345 zxc12345 asdasd123 qweqwe123 zxczxc123 abc123abc abc12345 abc123456 abcd1234
   abcd12345 abcde12345 1234abcd 123abc123 abcdefgh abcdefghi abcdefghij qwertyui qwertyuio asdfghjk zxcvbnm1
   zxcvbnm123 poiuytrewq lkjhgfdsa mnbvcxz1 mnbvcxz123 pass1234 pass12345 pass123456 p4ssw0rd p@ssw0rd passw0rd
   pa55word pa55w0rd passw0rd1 p@ssw0rd1 p@ssw0rd123 p@ssword p@ssword1 adm1n123 @dmin123 admin@123 admin!@#
   !@#$%^&* !@#$%^&*() 1!2@3#4$ !qaz2wsx !qaz@wsx qaz@123 q1w2e3r4! 1qaz!qaz abcd@1234 test@123 root@123 user@123
   wifi@123 welcome@1 iloveyou1 iloveyou2 iloveu123 ilovemyself loveyou123 letmein1 letmein123 trustno1 ncc1701d
   thx1138x fuckyou1 bond0070 agent007 james007 area5151 win2000x windowsxp windows7 windows10 office365 linux123
   centos123 debian123 raspberry raspberrypi ubnt1234 cisco123 mikrotik1 telnet123 ftpuser1 public123 private1
   default1 changeme1 changeme123 password0 password00 password01 password1 password12 password123 password1234
   password2 password3 persib1933 persija1928 arema1987 bonek1927 viking1933 sukasukaku terserahku lupalagi
   lupapassword lupasandi gantipassword gatau123 gakadapassword tanyasaja rahasiadong rahasiaku passwordnya
   sandinya apaaja123 sayalupa akulupa sembarang semuanya kosong123 bukarahasia jangandibuka janganmasuk wifigratis
   gratiswifi internetgratis hotspotgratis bayardulu belumbayar wifirumah wifitetangga wifikantor passwordwifi
   sandiwifi katasandi123`;

/** What people put behind a word. */
const TAILS = `1 12 123 1234 12345 123456 01 02 007 11 21 22 69 77 88 99 00 2 3 7 8 9 ! !! 1! 123! @1 @123 #1 . * 10 17 45
   1945 1990 1995 1998 1999 2000 2001 2005 2010 2015 2019 2020 2021 2022 2023 2024 2025 2026 @2024 @2025 @2026 321 000 111 888`;

const MIN_LENGTH = 8;

const listed = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

let words: ReadonlySet<string> | undefined;
let passwords: ReadonlySet<string> | undefined;

/** Words that a password must not consist of; made at the first use. */
export function commonWords(): ReadonlySet<string> {
  return (words ??= new Set([...listed(INTERNATIONAL), ...listed(INDONESIAN)]));
}

/**
 * The bundled list of common passwords (billing.md A1), in lower case and of eight characters or more, which is where
 * guessing begins; made at the first use.
 */
export function commonPasswords(): ReadonlySet<string> {
  if (passwords) return passwords;
  const tails = listed(TAILS);
  const made = [...commonWords()].flatMap((word) => [word, word + word, ...tails.map((tail) => word + tail)]);
  passwords = new Set([...listed(LITERAL), ...made].filter((password) => password.length >= MIN_LENGTH));
  return passwords;
}
