"""256 short words that are hard to mishear, one for each byte. Their order is part of the format: never change it."""

# ruff: noqa: SIM905  (a list literal of 256 lines would tell nobody more)

from typing import Final

WORDS: Final = (
    "acorn amber anchor apple april arrow atlas autumn bacon badge bamboo banjo barrel basil basket beacon "
    "beaver berry bishop bison blossom bottle boulder bronze bucket butter button cabin cactus camel candle "
    "canoe canyon carbon carpet carrot castle cedar cello cherry chess cinema circus citrus clover cobalt "
    "coconut coffee comet copper coral cotton cousin cricket crystal cycle daisy dancer delta denim desert "
    "diamond dinner doctor dolphin domino donkey dragon eagle easel echo elbow ember engine falcon feather "
    "fern fiddle fig finger flamingo forest fossil fox galaxy garden garlic gecko ginger glacier globe goblet "
    "gravel guitar hammer harbor hazel helmet heron hockey honey hornet iceberg igloo indigo iris island ivory "
    "jacket jaguar jasmine jelly jigsaw jungle kayak kettle kitten koala ladder lagoon lantern laser lemon "
    "lentil lily lizard lobster locket lotus magnet mango maple marble meadow medal melon meteor mirror mitten "
    "monkey morning mosaic muffin museum mustard napkin nectar needle nickel noodle north nutmeg oasis ocean "
    "olive onion opal orange orbit orchid otter oyster paddle palace panda paper parrot peach peanut pebble "
    "pelican pencil pepper petal piano pigeon pillow pirate planet plum pocket polar pond poppy potato prism "
    "pumpkin puzzle quartz quiver rabbit radar radish raven ribbon river robin rocket rose ruby saddle saffron "
    "salmon satin saturn scarf school sesame shadow silver sketch sparrow spider spiral squash stable stone "
    "summer sunset swan table tango teapot tiger timber toast tomato tractor trumpet tulip tunnel turtle "
    "umbrella valley vanilla velvet violin volcano waffle walnut walrus water whale willow window winter wagon "
    "wizard wolf yacht yellow yogurt zebra zephyr zigzag zinc"
).split()
