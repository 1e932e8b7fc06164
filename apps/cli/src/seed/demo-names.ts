const GIVEN = [
  'Adi', 'Agus', 'Ayu', 'Bambang', 'Budi', 'Citra', 'Dewi', 'Dian', 'Eko', 'Endang', 'Fajar', 'Fitri', 'Gilang', 'Hana',
  'Hendra', 'Indah', 'Joko', 'Kartika', 'Lestari', 'Made', 'Maya', 'Nur', 'Nyoman', 'Putri', 'Rahmat', 'Ratna', 'Rizky',
  'Sari', 'Siti', 'Slamet', 'Sri', 'Teguh', 'Tono', 'Tuti', 'Utami', 'Wahyu', 'Wayan', 'Yanti', 'Yoga', 'Yusuf',
]; // prettier-ignore
const FAMILY = [
  'Hidayat', 'Saputra', 'Wijaya', 'Santoso', 'Kusuma', 'Pratama', 'Nugroho', 'Setiawan', 'Permata', 'Rahayu', 'Susanto',
  'Gunawan', 'Maharani', 'Siregar', 'Daeng', 'Simanjuntak', 'Purnama', 'Anggraini', 'Firmansyah', 'Hasanuddin', 'Laksono',
]; // prettier-ignore
const STREETS = ['Melati', 'Mawar', 'Kenanga', 'Anggrek', 'Cempaka', 'Flamboyan', 'Dahlia', 'Teratai', 'Bougenville'];

/** Who lives where: the same person for the same number, 840 different names. */
export function demoPerson(n: number): { name: string; phone: string; address: string } {
  const name = `${GIVEN[n % GIVEN.length] ?? ''} ${FAMILY[n % FAMILY.length] ?? ''}`;
  const phone = `08${String(1_100_000_000 + n * 7_919).slice(0, 10)}`;
  const street = STREETS[n % STREETS.length] ?? '';
  return { name, phone, address: `Jl. ${street} No. ${1 + (n % 120)} RT 0${1 + (n % 9)}/RW 0${1 + (n % 5)}` };
}
