package dev.varve.bench.http;

/** Requests as they go over the wire. Their signature is of the right form, and wrong. */
final class HttpRequests {
  static final String TARGET = "DynamoDB_20120810.";
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  static final String DATE = "20260101T000000Z";
  static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
          + "0".repeat(64);

  private HttpRequests() {}

  /** A whole request. */
  static String post(int port, String operation, String body) {
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1:"
        + port
        + "\r\nContent-Type: "
        + CONTENT_TYPE
        + "\r\nX-Amz-Target: "
        + TARGET
        + operation
        + "\r\nX-Amz-Date: "
        + DATE
        + "\r\nAuthorization: "
        + AUTHORIZATION
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
