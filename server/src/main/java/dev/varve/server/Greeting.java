package dev.varve.server;

import dev.varve.engine.Durability;
import java.net.URI;

/** What the server says when it is ready. */
final class Greeting {
  private Greeting() {}

  /**
   * The text, with all line ends.
   *
   * @param storage where the data is
   * @param auth whether signatures are required
   */
  static String of(URI endpoint, String storage, Durability durability, boolean auth, boolean tls) {
    String keys = auth ? "YOUR_KEY_ID" : "any";
    String secret = auth ? "YOUR_SECRET" : "any";
    String durable =
        switch (durability) {
          case SYNC -> "a write is answered when it is on storage";
          case BUFFERED -> "a write is answered before it is on storage";
        };
    return """
    Varve is ready at %1$s
      data        %2$s
                  %3$s
      signatures  %4$s

      AWS CLI     AWS_ACCESS_KEY_ID=%5$s AWS_SECRET_ACCESS_KEY=%6$s aws dynamodb list-tables --region us-east-1 --endpoint-url %1$s
      boto3       boto3.client("dynamodb", endpoint_url="%1$s", region_name="us-east-1", aws_access_key_id="%5$s", aws_secret_access_key="%6$s")
      Java SDK    DynamoDbClient.builder().endpointOverride(URI.create("%1$s")).region(Region.US_EAST_1).credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("%5$s", "%6$s"))).build()
    %7$s
    Ctrl-C stops it.
    """
        .formatted(
            endpoint,
            storage,
            durable,
            auth ? "required" : "not required: whoever reaches this address may read and write",
            keys,
            secret,
            tls
                ? "\n  Clients must trust the certificate: AWS_CA_BUNDLE=FILE for the AWS CLI and boto3.\n"
                : "");
  }
}
