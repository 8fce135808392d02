package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.BillingModeSummary;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.codec.KeyElement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is kept of a table for those who describe and configure it, and does not decide where its
 * items lie.
 *
 * @param description the members of its description that nothing else tells: attribute definitions,
 *     number, throughput, billing, stream, encryption, class, protection, and of each global index
 *     its name and throughput. Name, keys, status, sizes, counts and ARNs are absent or 0
 * @param tags in the order in which they were added
 * @param policy its resource policy, if it has one
 * @param switches when it came to be billed on demand, in milliseconds since 1970, ascending; only
 *     the last ones, which count for how often it may
 */
public record TableSettings(
    TableDescription description,
    List<Tag> tags,
    Optional<GetResourcePolicyResult> policy,
    List<Long> switches) {

  public TableSettings {
    Objects.requireNonNull(description, "description");
    tags = List.copyOf(tags);
    Objects.requireNonNull(policy, "policy");
    switches = List.copyOf(switches);
  }

  /** The settings of a description, without tags and policy. */
  public static TableSettings of(TableDescription description) {
    return new TableSettings(description, List.of(), Optional.empty(), List.of());
  }

  /**
   * The settings of a table on demand of which nothing but its keys is said.
   *
   * @param keys the key attributes of the table and its indexes
   */
  public static TableSettings onDemand(
      String name, int number, long createdMillis, List<KeyElement> keys) {
    return of(
        blank()
            .tableId(tableId(name, number, createdMillis))
            .attributeDefinitions(definitions(keys))
            .billingModeSummary(
                new BillingModeSummary(
                    Optional.of(BillingMode.PAY_PER_REQUEST),
                    Optional.of(Instant.ofEpochMilli(createdMillis))))
            .build());
  }

  /** Whether a table is billed by request, and not by throughput. */
  public boolean isOnDemand() {
    return isOnDemand(description);
  }

  /** Whether the table of a description is billed by request, and not by throughput. */
  public static boolean isOnDemand(TableDescription description) {
    return description
        .billingModeSummary()
        .flatMap(BillingModeSummary::billingMode)
        .equals(Optional.of(BillingMode.PAY_PER_REQUEST));
  }

  /** A description without anything. */
  public static TableDescription.Builder blank() {
    return TableDescription.builder().tableSizeBytes(0L).itemCount(0L);
  }

  /**
   * The UUID of a table: made of its number in the catalog and its time of creation, which no two
   * tables of a database share, so that a table of a release that kept none has the same one each
   * time.
   */
  public static String tableId(String name, int number, long createdMillis) {
    String facts = name + '/' + number + '/' + createdMillis;
    return UUID.nameUUIDFromBytes(facts.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static List<AttributeDefinition> definitions(List<KeyElement> keys) {
    Map<String, AttributeDefinition> definitions = new LinkedHashMap<>();
    for (KeyElement key : keys) {
      ScalarAttributeType type =
          switch (key.type()) {
            case S -> ScalarAttributeType.S;
            case N -> ScalarAttributeType.N;
            case B -> ScalarAttributeType.B;
            case BOOL, NULL, SS, NS, BS, L, M ->
                throw new AssertionError("a key of type " + key.type());
          };
      definitions.putIfAbsent(key.name(), new AttributeDefinition(key.name(), type));
    }
    return List.copyOf(definitions.values());
  }

  public TableSettings withDescription(TableDescription value) {
    return new TableSettings(value, tags, policy, switches);
  }

  public TableSettings withTags(List<Tag> value) {
    return new TableSettings(description, value, policy, switches);
  }

  public TableSettings withPolicy(Optional<GetResourcePolicyResult> value) {
    return new TableSettings(description, tags, value, switches);
  }

  public TableSettings withSwitches(List<Long> value) {
    return new TableSettings(description, tags, policy, value);
  }
}
