package dev.varve.sdk;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClientBuilder;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClientBuilder;

/**
 * Clients of the AWS SDK over a database in this process.
 *
 * <pre>{@code
 * try (EmbeddedDynamoDb dynamoDb = EmbeddedDynamoDb.open(Path.of("data"));
 *     DynamoDbClient client = dynamoDb.client()) {
 *   client.listTables();
 * }
 * }</pre>
 *
 * <p><b>Closing.</b> A client that is closed refuses calls; the database, and other clients, stay
 * open. {@link #close} of this object closes the database if one of the {@code open} methods opened
 * it, and does nothing to one that was handed to {@link #over}. Once the database is closed, calls
 * of all clients fail with an {@code SdkClientException}.
 *
 * <p><b>Settings.</b> A client has a region (that of the database's options), credentials with an
 * account id, and an endpoint that no name server knows, since none of them must come from the
 * environment; it reads no profile. It does not retry, since nothing gets lost on the way and what
 * has failed fails again, but for a transaction that is still in progress. The builders take every
 * other setting, and these ones again: their {@code overrideConfiguration} replaces the retries and
 * the profile. Credentials are neither checked nor needed: {@code AnonymousCredentialsProvider}
 * saves the SDK the signing. A builder of one's own needs no more than {@link #httpClient} or
 * {@link #asyncHttpClient}.
 *
 * <p><b>Threads.</b> A synchronous call runs in its caller's thread, an asynchronous one in a
 * virtual thread of its own, which also completes the future. What hangs on the future may wait.
 *
 * <p><b>Failures.</b> Errors that the service has a name for are the SDK's typed exceptions. Where
 * the database itself fails, the service would answer with status 500; here the SDK throws its
 * {@code SdkClientException}, with the failure as its root cause.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedDynamoDb implements AutoCloseable {
  private static final URI NOWHERE = URI.create("http://varve.invalid");
  private static final Duration LEAST_DELAY = Duration.ofMillis(1);
  private static final Duration LONGEST_DELAY = Duration.ofMillis(50);
  private static final int ATTEMPTS = 8;

  private final Varve varve;
  private final boolean owned;
  private final InProcessService service;
  private final Region region;
  private final String account;

  private EmbeddedDynamoDb(Varve varve, boolean owned, String region, String account) {
    this.varve = varve;
    this.owned = owned;
    this.service = new InProcessService(varve, new LocalCaller(region, account));
    this.region = Region.of(region);
    this.account = account;
  }

  /** Opens the database in a directory, or creates it there, with the default options. */
  public static EmbeddedDynamoDb open(Path directory) throws IOException {
    return open(directory, VarveOptions.defaults());
  }

  /**
   * Opens the database in a directory, or creates it there.
   *
   * @throws IOException as {@link Varve#open(Path, VarveOptions)}
   */
  public static EmbeddedDynamoDb open(Path directory, VarveOptions options) throws IOException {
    return new EmbeddedDynamoDb(
        Varve.open(directory, options), true, options.region(), options.account());
  }

  /** Opens an empty database in memory, which is gone when this object is closed. */
  public static EmbeddedDynamoDb openInMemory() throws IOException {
    return openInMemory(VarveOptions.defaults());
  }

  /** Opens an empty database in memory, which is gone when this object is closed. */
  public static EmbeddedDynamoDb openInMemory(VarveOptions options) throws IOException {
    return new EmbeddedDynamoDb(
        Varve.openInMemory(options), true, options.region(), options.account());
  }

  /** Clients over a database that is open, with the default options' region and account. */
  public static EmbeddedDynamoDb over(Varve varve) {
    return over(varve, VarveOptions.defaults());
  }

  /**
   * Clients over a database that is open.
   *
   * @param varve stays the caller's
   * @param options with which it was opened
   */
  public static EmbeddedDynamoDb over(Varve varve, VarveOptions options) {
    return new EmbeddedDynamoDb(varve, false, options.region(), options.account());
  }

  /** The database itself. */
  public Varve varve() {
    return varve;
  }

  /** A new client. */
  public DynamoDbClient client() {
    return clientBuilder().build();
  }

  /** A new client. */
  public DynamoDbAsyncClient asyncClient() {
    return asyncClientBuilder().build();
  }

  /** A new client. */
  public DynamoDbStreamsClient streamsClient() {
    return streamsClientBuilder().build();
  }

  /** A new client. */
  public DynamoDbStreamsAsyncClient streamsAsyncClient() {
    return streamsAsyncClientBuilder().build();
  }

  /** A builder with the settings given above. */
  public DynamoDbClientBuilder clientBuilder() {
    return configured(DynamoDbClient.builder())
        .endpointDiscoveryEnabled(false)
        .httpClientBuilder(_ -> httpClient());
  }

  /** A builder with the settings given above. */
  public DynamoDbAsyncClientBuilder asyncClientBuilder() {
    return configured(DynamoDbAsyncClient.builder())
        .endpointDiscoveryEnabled(false)
        .asyncConfiguration(threads ->
            threads.advancedOption(
                SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
        .httpClientBuilder(_ -> asyncHttpClient());
  }

  /** A builder with the settings given above. */
  public DynamoDbStreamsClientBuilder streamsClientBuilder() {
    return configured(DynamoDbStreamsClient.builder()).httpClientBuilder(_ -> httpClient());
  }

  /** A builder with the settings given above. */
  public DynamoDbStreamsAsyncClientBuilder streamsAsyncClientBuilder() {
    return configured(DynamoDbStreamsAsyncClient.builder())
        .asyncConfiguration(threads ->
            threads.advancedOption(
                SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
        .httpClientBuilder(_ -> asyncHttpClient());
  }

  /**
   * What answers a synchronous client's requests, for a builder of one's own: {@code
   * DynamoDbClient.builder().httpClient(...)}. It serves any number of clients, of streams, too.
   */
  public SdkHttpClient httpClient() {
    return new EmbeddedHttpClient(service);
  }

  /** What answers an asynchronous client's requests; see {@link #httpClient}. */
  public SdkAsyncHttpClient asyncHttpClient() {
    return new EmbeddedAsyncHttpClient(service);
  }

  /** Closes the database if it was opened here. */
  @Override
  public void close() throws IOException {
    if (owned) {
      varve.close();
    }
  }

  private <B extends AwsClientBuilder<B, C>, C> B configured(B builder) {
    return builder
        .region(region)
        .endpointOverride(NOWHERE)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.builder()
                    .accessKeyId("varve")
                    .secretAccessKey("varve")
                    .accountId(account)
                    .build()))
        .overrideConfiguration(settings ->
            settings.retryStrategy(retries()).defaultProfileFile(ProfileFile.aggregator().build()));
  }

  private static StandardRetryStrategy retries() {
    return DefaultRetryStrategy.standardStrategyBuilder()
        .useClientDefaults(false) // which would add what is worth another try over a network
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(BackoffStrategy.exponentialDelay(LEAST_DELAY, LONGEST_DELAY))
        .retryOnException(TransactionInProgressException.class)
        .build();
  }
}
