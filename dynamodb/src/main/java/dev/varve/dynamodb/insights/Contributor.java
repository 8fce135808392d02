package dev.varve.dynamodb.insights;

import dev.varve.dynamodb.value.Item;

/**
 * A key, and how much it contributed.
 *
 * @param key its attributes: those of the partition key, and of the sort key if the rule has it
 * @param count capacity units, or how often it was throttled: so much at most
 * @param error it may be so much less: where there are more keys than are told apart, those that
 *     come seldom are counted together
 */
public record Contributor(Item key, double count, double error) {}
