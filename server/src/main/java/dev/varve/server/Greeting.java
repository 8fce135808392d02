package dev.varve.server;

import dev.varve.engine.Durability;
import java.net.URI;
import java.util.Optional;

/** What the server says when it is ready. */
final class Greeting {
  private Greeting() {}

  /** Whether requests have to be signed. */
  enum Signatures {
    NOT_REQUIRED("not required: whoever reaches this address may read and write"),
    REQUIRED("required"),
    NO_KEYS("required, and there is no key yet: ./varve keys create -d DIR makes one");

    private final String words;

    Signatures(String words) {
      this.words = words;
    }
  }

  /**
   * The text, with all line ends.
   *
   * @param storage where the data is
   * @param admin the admin endpoint, if there is one
   */
  static String of(
      URI endpoint,
      String storage,
      Durability durability,
      Signatures signatures,
      boolean tls,
      Optional<URI> admin) {
    boolean auth = signatures != Signatures.NOT_REQUIRED;
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
    %8$s
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
            signatures.words,
            keys,
            secret,
            tls
                ? "\n  Clients must trust the certificate: AWS_CA_BUNDLE=FILE for the AWS CLI and boto3.\n"
                : "",
            admin.map(at -> "  admin       " + at + "\n").orElse(""));
  }
}
