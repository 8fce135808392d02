package dev.varve.identity.policy;

import java.net.InetAddress;
import java.util.Optional;

/**
 * IP addresses that begin with the same bits.
 *
 * @param address one of them
 * @param bits how many are the same
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record AddressRange(byte[] address, int bits) {
  /** The range that a text such as {@code 203.0.113.0/24} names, if it names one. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    int all = address.length * Byte.SIZE;
    int bits = slash < 0 ? all : length(text.substring(slash + 1));
    return bits < 0 || bits > all ? Optional.empty() : Optional.of(new AddressRange(address, bits));
  }

  private static int length(String digits) {
    try {
      return digits.length() > 3 ? -1 : Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static byte[] bytes(String text) {
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Whether an address, as text, is in the range. */
  boolean has(String candidate) {
    byte[] other = bytes(candidate);
    if (other == null || other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((address[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
