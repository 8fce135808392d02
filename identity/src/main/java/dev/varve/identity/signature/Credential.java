package dev.varve.identity.signature;

import dev.varve.protocol.IncompleteSignatureException;
import dev.varve.protocol.InvalidSignatureException;

/**
 * Whose signature it is, and for when and where.
 *
 * @param keyId of the access key
 * @param day of eight digits
 */
public record Credential(
    String keyId, String day, String region, String service, String terminator) {
  private static final int PARTS = 5;
  private static final int MAX_REGION_LENGTH = 64;
  private static final String SERVICE = "dynamodb";
  private static final String TERMINATOR = "aws4_request";

  /** Of this service, for a day of eight digits. */
  static Credential ofService(String keyId, String day, String region) {
    return new Credential(keyId, day, region, SERVICE, TERMINATOR);
  }

  /**
   * Reads the parts, whatever they are.
   *
   * @return null if there are more or fewer than five
   */
  public static Credential parse(String text) {
    String[] parts = new String[PARTS];
    int start = 0;
    for (int i = 0; i < PARTS; i++) {
      int end = text.indexOf('/', start);
      if ((end < 0) != (i == PARTS - 1)) {
        return null;
      }
      parts[i] = text.substring(start, end < 0 ? text.length() : end);
      start = end + 1;
    }
    return new Credential(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  static Credential require(String text) {
    Credential credential = parse(text);
    if (credential == null) {
      throw new IncompleteSignatureException(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + text
              + "'");
    }
    return credential;
  }

  /** What a key is derived for, and what is signed beside the request. */
  String scope() {
    return day + '/' + region + '/' + service + '/' + terminator;
  }

  /** Whether a text can be a region: letters, digits and dashes. */
  public static boolean isRegion(String text) {
    if (text.isEmpty() || text.length() > MAX_REGION_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks the scope.
   *
   * @param date of the request
   */
  void requireScope(String date) {
    StringBuilder faults = new StringBuilder();
    if (!isRegion(region)) {
      faults.append("Credential should be scoped to a valid region, not '").append(region);
      faults.append("'. ");
    }
    if (!service.equals(SERVICE)) {
      faults.append("Credential should be scoped to correct service: 'dynamodb'. ");
    }
    if (!terminator.equals(TERMINATOR)) {
      faults.append("Credential should be scoped with a valid terminator: 'aws4_request', not '");
      faults.append(terminator).append("'. ");
    }
    String dayOfDate = date.substring(0, AmzDate.DAY_LENGTH);
    if (!day.equals(dayOfDate)) {
      faults.append(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date");
      faults.append(" from HTTP: '").append(day).append("' != '").append(dayOfDate);
      faults.append("', from '").append(date).append("'.");
    }
    if (!faults.isEmpty()) {
      throw new InvalidSignatureException(faults.toString());
    }
  }
}
