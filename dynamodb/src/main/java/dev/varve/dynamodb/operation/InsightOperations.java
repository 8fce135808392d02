package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ContributorInsightsAction;
import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.dynamodb.api.ContributorInsightsStatus;
import dev.varve.dynamodb.api.ContributorInsightsSummary;
import dev.varve.dynamodb.api.DescribeContributorInsights;
import dev.varve.dynamodb.api.DescribeContributorInsightsResult;
import dev.varve.dynamodb.api.ListContributorInsights;
import dev.varve.dynamodb.api.ListContributorInsightsResult;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.api.UpdateContributorInsightsResult;
import dev.varve.dynamodb.catalog.InsightRecord;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.insights.InsightRule;
import dev.varve.dynamodb.meter.KeyInsights;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The operations on contributor insights. */
final class InsightOperations {
  private static final int MAX_LISTED = 100;

  /** Between the names of a table and an index in a token: in neither of them. */
  private static final String BEHIND_TABLE = "/";

  private final Services services;
  private final KeyInsights insights;

  InsightOperations(Services services) {
    this.services = services;
    this.insights = services.insights();
  }

  UpdateContributorInsightsResult update(UpdateContributorInsights request) throws IOException {
    ReadTarget target = insights.require(request.tableName(), request.indexName());
    long now = services.clock().epochMillis();
    boolean enables = request.contributorInsightsAction() == ContributorInsightsAction.ENABLE;
    InsightRecord record =
        enables
            ? insights.enable(target, request.contributorInsightsMode(), now)
            : insights.disable(target, now);
    return UpdateContributorInsightsResult.builder()
        .tableName(target.table().name())
        .indexName(request.indexName())
        .contributorInsightsStatus(
            enables ? ContributorInsightsStatus.ENABLING : ContributorInsightsStatus.DISABLING)
        .contributorInsightsMode(record.mode())
        .build();
  }

  DescribeContributorInsightsResult describe(DescribeContributorInsights request)
      throws IOException {
    ReadTarget target = insights.require(request.tableName(), request.indexName());
    DescribeContributorInsightsResult.Builder answer =
        DescribeContributorInsightsResult.builder()
            .tableName(target.table().name())
            .indexName(request.indexName())
            .contributorInsightsStatus(ContributorInsightsStatus.DISABLED);
    InsightRecord record = insights.find(target).orElse(null);
    if (record != null) {
      answer
          .contributorInsightsStatus(status(record))
          .lastUpdateDateTime(Instant.ofEpochMilli(record.changedMillis()));
      if (record.enabled()) {
        answer
            .contributorInsightsRuleList(rules(target, record))
            .contributorInsightsMode(record.mode());
      }
    }
    return answer.build();
  }

  private static ContributorInsightsStatus status(InsightRecord record) {
    return record.enabled()
        ? ContributorInsightsStatus.ENABLED
        : ContributorInsightsStatus.DISABLED;
  }

  /** The names of the rules that the service would make. */
  private static List<String> rules(ReadTarget target, InsightRecord record) {
    String name = target instanceof Index index ? index.name() : target.table().name();
    List<String> rules = new ArrayList<>();
    for (InsightRule rule : InsightRule.values()) {
      boolean counts =
          !rule.countsAccess()
              || record.mode() == ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS;
      if (counts && !(rule.hasSortKey() && target.schema().sortKeys().isEmpty())) {
        rules.add(
            "DynamoDBContributorInsights-"
                + rule.code()
                + "-"
                + name
                + "-"
                + record.createdMillis());
      }
    }
    return rules;
  }

  ListContributorInsightsResult list(ListContributorInsights request) throws IOException {
    int limit = request.maxResults() == null ? MAX_LISTED : request.maxResults();
    if (limit < 1) {
      throw new ValidationException("MaxResults must be 1 to " + MAX_LISTED);
    }
    String after = request.nextToken() == null ? "" : placeOf(request.nextToken());
    List<ContributorInsightsSummary> page = new ArrayList<>();
    String last = null;
    for (ReadTarget target : targets(request.tableName())) {
      Optional<InsightRecord> record = insights.find(target);
      if (record.isEmpty() || place(target).compareTo(after) <= 0) {
        continue;
      }
      if (page.size() == limit) {
        return ListContributorInsightsResult.builder()
            .contributorInsightsSummaries(page)
            .nextToken(token(last))
            .build();
      }
      page.add(summary(target, record.get()));
      last = place(target);
    }
    return ListContributorInsightsResult.builder().contributorInsightsSummaries(page).build();
  }

  private static ContributorInsightsSummary summary(ReadTarget target, InsightRecord record) {
    return ContributorInsightsSummary.builder()
        .tableName(target.table().name())
        .indexName(target instanceof Index index ? index.name() : null)
        .contributorInsightsStatus(status(record))
        .contributorInsightsMode(record.enabled() ? record.mode() : null)
        .build();
  }

  /**
   * A table, or all, with their indexes, in the order of their {@link #place}.
   *
   * @param tableName null for all
   */
  private List<ReadTarget> targets(String tableName) {
    List<Table> tables =
        tableName == null
            ? services.tables().all().stream().filter(table -> !table.isDeleted()).toList()
            : List.of(services.tables().get(tableName));
    List<ReadTarget> targets = new ArrayList<>();
    for (Table table : tables) {
      targets.add(table);
      table.indexes().stream()
          .filter(index -> index.isGlobal() && !index.isDeleted())
          .forEach(targets::add);
    }
    targets.sort(Comparator.comparing(InsightOperations::place));
    return targets;
  }

  private static String place(ReadTarget target) {
    return target.table().name()
        + BEHIND_TABLE
        + (target instanceof Index index ? index.name() : "");
  }

  private static String token(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String placeOf(String token) {
    try {
      String place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (place.contains(BEHIND_TABLE)) {
        return place;
      }
    } catch (IllegalArgumentException _) {
      // refused below
    }
    throw new ValidationException("Invalid NextToken");
  }
}
