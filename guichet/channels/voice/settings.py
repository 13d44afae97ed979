"""Bounds of the telephone."""

KEY_SECONDS = 6.0
"""How long a key is waited for once a question is over."""
DIGIT_SECONDS = 3.5
"""Between two digits of a number."""
RELAYED_KEY_SECONDS = 15.0
"""For somebody to whom an interpreter signs the question, once he has heard it."""
RELAYED_DIGIT_SECONDS = 8.0
MOST_MISTAKES = 2
"""In the menu, silences too; then a person takes over: somebody who presses nothing may have no keys."""
MOST_MENUS = 12
"""Readings of the menu, for somebody who has it repeated."""
MOST_DIGITS = 20
MUSIC_SECONDS = 40.0
"""Between two words about how long it will still take."""
CALLBACK_FROM_MINUTES = 2
"""A callback is offered when the wait may be longer than this, or nobody can say."""
AGENT_RING_SECONDS = 25.0
"""An agent whose telephone or browser does not answer is unavailable; the caller keeps his age."""
OUTSIDE_RING_SECONDS = 45.0
"""A citizen who is called back, or somebody outside."""
EMERGENCY_RING_SECONDS = 110.0
"""An emergency service that does not answer is not given up before a telephone itself gives up."""
HAND_OVER_SECONDS = 60.0
"""The router gives the contact to whom it was handed over, once what rings at him has ended, or the citizen waits with his age."""
MOST_CALLS = 600
"""Of one process: the next callers are told that every line is taken (R17)."""
GOODBYE_SECONDS = 20.0
"""A last sentence is not waited for any longer."""
LONGEST_CALL_SECONDS = 4 * 3600
DATABASE_SECONDS = 60
"""A database that is away is waited for as long before a call is given up."""
LOOK_SECONDS = 2.0
"""Between two looks at lines and passwords."""
LEAVING_SECONDS = 3.0
"""Operators at whom lines are registered are told goodbye, and not waited for any longer."""
STRAYS = 2_000
"""Decisions about contacts that no call is known for yet."""
MESSAGE_SECONDS = 180
"""Of a message that somebody leaves."""
MESSAGE_SILENCE_SECONDS = 6
"""Then he has finished."""
MESSAGE_TRIES = 4
"""Times that it is said anew, or nothing is heard."""
QUALITY_SECONDS = 10.0
"""Between two looks at how calls sound."""
TRIAL_KEY_SECONDS = 28.0
"""How long a test call waits for a key, so that it can say goodbye within the time it has."""
SOUND_SECONDS = 1.0
"""Between two looks at whether sound arrives in a test call."""
SOUND_PACKETS = 10
"""A fifth of a second of sound: fewer may be a key, or chance."""
TURNED_AWAY_SECONDS = 5.0
"""Between two times that calls which were turned away are written down."""
SILENT_LOOKS = 3
"""In a row, after each of which somebody who sends no sound is asked whether he is there: one who is gone is noticed within two minutes."""
DOUBT_SECONDS = 0.5
"""After which rtpengine knows a call that has just begun."""
CUT_SECONDS = 9.0
"""For the last words to somebody whom an accident cuts off: a house that stops waits for them."""
CUT_AGAIN_SECONDS, CUT_TRIES = 5.0, 120
"""How often a database that is away is asked to note him, and for how long."""
