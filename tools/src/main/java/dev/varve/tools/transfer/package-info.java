/**
 * Items to and from files: of any of the formats that {@link dev.varve.tools.format} tells apart,
 * compressed or plain, from files, pipes and folders of exports; to lines and folders of exports.
 *
 * <p>One thread.
 */
package dev.varve.tools.transfer;
